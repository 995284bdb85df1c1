import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import type { FindingOf } from '#shared/domain/finding.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { Expected, NewFinding } from '../storage-checks.ts';
import { entryIdentity, entryStats } from './folder-entries.ts';
import { isInUse, type OpenPaths } from './open-paths.ts';

/** What a job makes under a name of its own (`reservedDir`, an image's `.job-ID`), and the mark in a folder in its place. */
const reservedName = /\.job-([0-9a-z-]+)$/;
const markName = /^\.qubes-storage-job-([0-9a-z-]+)$/;

const jobOf = (name: string): JobId | undefined =>
  (reservedName.exec(name)?.[1] ?? markName.exec(name)?.[1]) as JobId | undefined;

export const isOfJob = (entry: Dirent): boolean => jobOf(entry.name) !== undefined;

/** What jobs have made, and do not work on any more. */
export async function jobLeftovers(
  entries: readonly Dirent[],
  dir: string,
  vm: VmName | null,
  { jobs }: Expected,
  open: OpenPaths,
): Promise<readonly NewFinding[]> {
  const found = entries.map(async (entry): Promise<readonly NewFinding[]> => {
    const id = jobOf(entry.name);
    const job = jobs.find((one) => one.id === id);
    const path = join(dir, entry.name);
    const stats = id === undefined || job?.state === 'active' ? null : await entryStats(path);
    if (id === undefined || job?.state === 'active' || stats === null) return [];
    const kind = kindOf(entry);
    const facts = {
      vm,
      identity: entryIdentity(stats),
      path,
      kind,
      job: id,
      jobState: job?.state ?? 'unknown',
    } as const;
    // A mark holds nothing.
    const isCopy = kind === 'mark' || (job?.makesCopiesOnly ?? false);
    return [{ code: 'job-leftover', ...facts, isOpen: await isInUse(path, open), isCopy }];
  });
  return (await Promise.all(found)).flat();
}

function kindOf(entry: Dirent): FindingOf<'job-leftover'>['kind'] {
  if (entry.isDirectory()) return 'folder';
  return markName.test(entry.name) ? 'mark' : 'image';
}
