import { bytes, type Bytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { reportVolumes, reportVolumesAsText } from './lvm-commands.ts';
import { fieldsOfText, jsonOnlyFields, parseJsonRows, parseTextRows, type ReportRow } from './report-rows.ts';

/** A logical volume as `lvs` tells it; pools and lvm2's own hidden volumes among them. */
export interface LogicalVolume {
  readonly vg: string;
  readonly vgUuid: string;
  readonly vgExtentBytes: Bytes;
  readonly vgFreeBytes: Bytes;
  /** A part of its volume group is missing: nothing in the group can be changed. */
  readonly isVgPartial: boolean;
  readonly name: string;
  readonly uuid: string;
  readonly sizeBytes: Bytes;
  /** lvs(8), "lv_attr bits". */
  readonly attributes: string;
  readonly tags: readonly string[];
  /** As lvm2 prints it; empty where it does not know. */
  readonly createdAt: string;
  /** `MAJOR:MINOR` of its device; null where it is inactive. */
  readonly deviceNumber: string | null;
  readonly poolUuid: string | null;
  /** The volume that this one is a snapshot of, while that exists. */
  readonly originUuid: string | null;
  /** Shares of data and metadata in use; null where it is inactive or has none. */
  readonly dataFraction: number | null;
  readonly metadataFraction: number | null;
  readonly metadataSizeBytes: Bytes;
  readonly chunkBytes: Bytes;
  readonly needsCheck: boolean;
}

/** Runners whose lvs has said that it does not know `--reportformat`, so that it is asked but once. */
const withoutJson = new WeakSet<CommandRunner>();

/** Everything lvm2 knows, in one call. An lvs from before 2016 (Fedora 20's) has no JSON, and is asked for plain text. */
export async function readReport(runner: CommandRunner): Promise<Result<readonly LogicalVolume[], Failure>> {
  if (!withoutJson.has(runner)) {
    const command = reportVolumes([...fieldsOfText, ...jsonOnlyFields]);
    const output = await runner.run(command);
    if (output.ok) return volumesOf(parseJsonRows(output.value), command.program);
    if (!saysUnknownOption(output.error)) return output;
    withoutJson.add(runner);
  }
  const command = reportVolumesAsText(fieldsOfText);
  const output = await runner.run(command);
  return output.ok ? volumesOf(parseTextRows(output.value), command.program) : output;
}

const saysUnknownOption = (failure: Failure): boolean =>
  failure.code === 'command-failed' && /unrecognized option.*reportformat/.test(failure.stderr);

function volumesOf(
  rows: Result<readonly ReportRow[], string>,
  program: string,
): Result<readonly LogicalVolume[], Failure> {
  if (!rows.ok) return err({ code: 'report-unreadable', program, detail: rows.error });
  const uuids = new Map(rows.value.map((row) => [`${row.vg_uuid}/${plainName(row.lv_name)}`, row.lv_uuid]));
  const uuidOf = (row: ReportRow, name: string): string | null =>
    name === '' ? null : (uuids.get(`${row.vg_uuid}/${plainName(name)}`) ?? null);
  return ok(rows.value.map((row) => logicalVolume(row, (name) => uuidOf(row, name))));
}

function logicalVolume(row: ReportRow, uuidOf: (name: string) => string | null): LogicalVolume {
  return {
    vg: row.vg_name,
    vgUuid: row.vg_uuid,
    vgExtentBytes: bytes(Number(row.vg_extent_size)),
    vgFreeBytes: bytes(Number(row.vg_free)),
    isVgPartial: row.vg_attr[3] === 'p',
    name: plainName(row.lv_name),
    uuid: row.lv_uuid,
    sizeBytes: bytes(Number(row.lv_size)),
    attributes: row.lv_attr,
    tags: row.lv_tags === '' ? [] : row.lv_tags.split(','),
    createdAt: row.lv_time,
    deviceNumber: row.lv_kernel_major === '-1' ? null : `${row.lv_kernel_major}:${row.lv_kernel_minor}`,
    poolUuid: uuidOf(row.pool_lv),
    originUuid: uuidOf(row.origin),
    dataFraction: fraction(row.data_percent),
    metadataFraction: fraction(row.metadata_percent),
    metadataSizeBytes: bytes(Number(row.lv_metadata_size)),
    chunkBytes: bytes(Number(row.chunk_size)),
    needsCheck: row.lv_check_needed === 'check needed',
  };
}

/** Hidden volumes come in brackets. */
const plainName = (name: string): string => name.replace(/^\[(.*)\]$/, '$1');

const fraction = (percent: string): number | null => (percent === '' ? null : Number(percent) / 100);

export const isThinPool = (volume: LogicalVolume): boolean => volume.attributes.startsWith('t');
export const isThinVolume = (volume: LogicalVolume): boolean => volume.attributes.startsWith('V');
export const isActive = (volume: LogicalVolume): boolean => volume.attributes[4] === 'a';
export const isOpen = (volume: LogicalVolume): boolean => volume.attributes[5] === 'o';
/** The tenth character: it is not activated with the others. What lvm2 sets on thin snapshots unless told otherwise. */
export const isSkippedAtBoot = (volume: LogicalVolume): boolean => volume.attributes[9] === 'k';
/** The ninth character: what the kernel says of the volume's health. */
export const healthLetter = (volume: LogicalVolume): string => volume.attributes[8] ?? '-';
