import type { BigIntStats } from 'node:fs';
import { bytes, type Bytes } from '#shared/base/bytes.ts';
import type { Timestamp } from '#shared/domain/ids.ts';
import type { FoundVolume } from '../storage-backend.ts';
import { readCowContent } from './cow-content.ts';
import { statOrNull } from './file-stat.ts';
import { cowPathOf, oldCowPathOf } from './root-cow.ts';

type History = Pick<FoundVolume, 'isDirty' | 'revisions' | 'revisionsToKeep' | 'nextRevision'>;

/** What is true of every image but a template's root. */
export const noHistory: History = { isDirty: false, revisions: [], revisionsToKeep: null, nextRevision: null };

const statBlockBytes = 512n;

/**
 * Where a root can go back to. While it is not committed, that is what its COW keeps, for the children; afterwards it is
 * the state before the last session, as long as nobody else has written to the root since: put over anything but the state
 * that it was taken from, the old blocks would make a file system of two halves.
 */
export async function rootHistory(rootPath: string, root: BigIntStats): Promise<History> {
  const size = bytes(Number(root.size));
  switch (await readCowContent(cowPathOf(rootPath))) {
    case 'changes':
      return { ...noHistory, isDirty: true, revisions: await revisionIn(cowPathOf(rootPath), size, true) };
    case 'invalid':
      return { ...noHistory, isDirty: true };
    case 'absent':
    case 'empty': {
      const old = await statOrNull(oldCowPathOf(rootPath));
      const isUsable = old !== null && root.mtimeNs <= old.ctimeNs;
      if (!isUsable || (await readCowContent(oldCowPathOf(rootPath))) !== 'changes') return noHistory;
      return { ...noHistory, revisions: await revisionIn(oldCowPathOf(rootPath), size, false) };
    }
  }
}

async function revisionIn(path: string, sizeBytes: Bytes, isCommitted: boolean): Promise<FoundVolume['revisions']> {
  const stats = await statOrNull(path);
  if (stats === null) return [];
  return [
    {
      id: 'old',
      // A COW is made when a state is committed, and keeps that one.
      takenAt: stats.birthtimeMs === 0n ? null : (stats.birthtime.toISOString() as Timestamp),
      sizeBytes,
      exclusiveBytes: bytes(Number(stats.blocks * statBlockBytes)),
      isPinned: false,
      note: null,
      isCommitted,
      path,
      identity: `${stats.dev}:${stats.ino}`,
    },
  ];
}
