import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../exec/command-runner.ts';
import { reportOpenCounts, reportTables } from './dm-commands.ts';

/** A device-mapper device that is one target of one of the kinds that are about snapshots. */
export interface MappedDevice {
  readonly name: string;
  readonly target: 'snapshot' | 'snapshot-origin' | 'snapshot-merge';
  /** `MAJOR:MINOR` of what is below: the root, and but for an origin, the COW. */
  readonly root: string;
  readonly cow: string | null;
  readonly openCount: number;
}

/** What there is of such devices, whoever made them. */
export async function listMappedDevices(runner: CommandRunner): Promise<Result<readonly MappedDevice[], Failure>> {
  const tables = await runner.run(reportTables());
  if (!tables.ok) return tables;
  // Mostly there are none, and starting a program takes its time.
  if (!tables.value.split('\n').some((line) => tableLine.test(line))) return ok([]);
  const counts = await runner.run(reportOpenCounts());
  return counts.ok ? ok(parseMappedDevices(tables.value, counts.value)) : counts;
}

/** A device that has gone between the two reports is left out. */
export function parseMappedDevices(tables: string, openCounts: string): readonly MappedDevice[] {
  const counts = new Map(
    openCounts.split('\n').map((line) => {
      const [name = '', count = ''] = line.split('|');
      return [name.trim(), Number(count)] as const;
    }),
  );
  return tables.split('\n').flatMap((line) => {
    const found = tableLine.exec(line);
    const openCount = counts.get(found?.[1] ?? '');
    if (found === null || openCount === undefined) return [];
    const [, name = '', target, root = '', cow = null] = found;
    return [{ name, target: target as MappedDevice['target'], root, cow, openCount }];
  });
}

/** `snapshot-fe01:12-fe01:13: 0 131072 snapshot 7:7 7:8 P 256`; names may have colons in them. */
const tableLine = /^(.+): \d+ \d+ (snapshot|snapshot-origin|snapshot-merge) (\d+:\d+)(?: (\d+:\d+))?/;
