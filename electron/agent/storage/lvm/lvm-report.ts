import { z } from 'zod';
import { bytes, type Bytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { reportVolumes } from './lvm-commands.ts';

/** A logical volume as `lvs` tells it; pools and lvm2's own hidden volumes among them. */
export interface LogicalVolume {
  readonly vg: string;
  readonly vgExtentBytes: Bytes;
  readonly vgFreeBytes: Bytes;
  readonly isVgPartial: boolean;
  readonly name: string;
  readonly uuid: string;
  readonly sizeBytes: Bytes;
  /** lvs(8), "lv_attr bits". */
  readonly attributes: string;
  readonly tags: readonly string[];
  /** As lvm2 prints it; empty where it does not know. */
  readonly createdAt: string;
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

/** Every value of a JSON report is a string, empty where it does not apply. */
const rowSchema = z.object({
  vg_name: z.string(),
  vg_extent_size: z.string(),
  vg_free: z.string(),
  vg_partial: z.string(),
  lv_name: z.string(),
  lv_uuid: z.string(),
  lv_size: z.string(),
  lv_attr: z.string(),
  lv_tags: z.string(),
  lv_time: z.string(),
  pool_lv_uuid: z.string(),
  origin_uuid: z.string(),
  data_percent: z.string(),
  metadata_percent: z.string(),
  lv_metadata_size: z.string(),
  chunk_size: z.string(),
  lv_check_needed: z.string(),
});
type Row = z.infer<typeof rowSchema>;

/** An unknown name among these makes lvs print broken JSON and end with 5 (facts/user-mode-linux.md §4). */
const fields = Object.keys(rowSchema.shape);

const reportSchema = z.object({ report: z.array(z.object({ lv: z.array(rowSchema) })) });

/** Everything lvm2 knows, in one call. */
export async function readReport(runner: CommandRunner): Promise<Result<readonly LogicalVolume[], Failure>> {
  const command = reportVolumes(fields);
  const output = await runner.run(command);
  return output.ok ? parseReport(output.value, command.program) : output;
}

export function parseReport(text: string, program: string): Result<readonly LogicalVolume[], Failure> {
  const report = parseJson(text);
  if (!report.success) return err({ code: 'report-unreadable', program, detail: z.prettifyError(report.error) });
  return ok(report.data.report.flatMap(({ lv }) => lv.map(logicalVolume)));
}

function parseJson(text: string): z.ZodSafeParseResult<z.infer<typeof reportSchema>> {
  try {
    return reportSchema.safeParse(JSON.parse(text));
  } catch {
    return reportSchema.safeParse(text);
  }
}

function logicalVolume(row: Row): LogicalVolume {
  return {
    vg: row.vg_name,
    vgExtentBytes: bytes(Number(row.vg_extent_size)),
    vgFreeBytes: bytes(Number(row.vg_free)),
    isVgPartial: row.vg_partial !== '',
    // Hidden ones come in brackets.
    name: row.lv_name.replace(/^\[(.*)\]$/, '$1'),
    uuid: row.lv_uuid,
    sizeBytes: bytes(Number(row.lv_size)),
    attributes: row.lv_attr,
    tags: row.lv_tags === '' ? [] : row.lv_tags.split(','),
    createdAt: row.lv_time,
    poolUuid: row.pool_lv_uuid === '' ? null : row.pool_lv_uuid,
    originUuid: row.origin_uuid === '' ? null : row.origin_uuid,
    dataFraction: fraction(row.data_percent),
    metadataFraction: fraction(row.metadata_percent),
    metadataSizeBytes: bytes(Number(row.lv_metadata_size)),
    chunkBytes: bytes(Number(row.chunk_size)),
    needsCheck: row.lv_check_needed === 'check needed',
  };
}

const fraction = (percent: string): number | null => (percent === '' ? null : Number(percent) / 100);

export const isThinPool = (volume: LogicalVolume): boolean => volume.attributes.startsWith('t');
export const isThinVolume = (volume: LogicalVolume): boolean => volume.attributes.startsWith('V');
export const isActive = (volume: LogicalVolume): boolean => volume.attributes[4] === 'a';
export const isOpen = (volume: LogicalVolume): boolean => volume.attributes[5] === 'o';
/** The tenth character: it is not activated with the others. What lvm2 sets on thin snapshots unless told otherwise. */
export const isSkippedAtBoot = (volume: LogicalVolume): boolean => volume.attributes[9] === 'k';
/** The ninth character: what the kernel says of the volume's health. */
export const healthLetter = (volume: LogicalVolume): string => volume.attributes[8] ?? '-';
