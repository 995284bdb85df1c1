import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import type { VmName } from '#shared/domain/ids.ts';
import type { Expected, NewFinding } from '../storage-checks.ts';
import { changedAt, entryIdentity, entryStats, folderEntries } from './folder-entries.ts';
import { isOfJob, jobLeftovers } from './job-leftovers.ts';
import { isInUse, type OpenPaths } from './open-paths.ts';
import { usedBytesUnder } from './used-bytes-under.ts';

/** Folders among those of VMs that no VM is registered with. */
export async function strayFolderFindings(
  dir: string,
  expected: Expected,
  open: OpenPaths,
): Promise<readonly NewFinding[]> {
  const entries = (await folderEntries(dir)) ?? [];
  const registered = new Set(expected.vms.map(({ dirPath }) => dirPath));
  const isStray = (entry: Dirent): boolean =>
    entry.isDirectory() && !isOfJob(entry) && !registered.has(join(dir, entry.name));
  return [
    ...(await jobLeftovers(entries, dir, null, expected, open)),
    ...(await Promise.all(entries.filter(isStray).map(({ name }) => orphanFolder(dir, name, open)))).flat(),
  ];
}

async function orphanFolder(dir: string, name: string, open: OpenPaths): Promise<readonly NewFinding[]> {
  const path = join(dir, name);
  const stats = await entryStats(path);
  if (stats === null) return [];
  const facts = {
    identity: entryIdentity(stats),
    path,
    changedAt: changedAt(stats),
    isOpen: await isInUse(path, open),
  };
  return [{ code: 'orphan-folder', vm: name as VmName, ...facts, usedBytes: await usedBytesUnder(path) }];
}
