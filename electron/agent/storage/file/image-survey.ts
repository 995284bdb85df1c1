import type { BigIntStats } from 'node:fs';
import { realpath, statfs } from 'node:fs/promises';
import { bytes, sumBytes } from '#shared/base/bytes.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { MeasuredPool } from '#shared/domain/pool.ts';
import { originName, versionName } from '../../device-mapper/root-version.ts';
import type { FoundVolume, Survey, VolumeSlot } from '../storage-backend.ts';
import { fileFailure, statOrNull } from './file-stat.ts';
import { imagePath } from './image-path.ts';
import { loopBackingFiles } from './loop-devices.ts';
import { cowPathOf, revertingCowPathOf } from './root-cow.ts';
import { noHistory, rootHistory } from './root-history.ts';

/** `st_blocks` counts in these, whatever the file system's own block size is. */
const statBlockBytes = 512n;

/** Looks at the image of every slot; no program is started. */
export async function surveyImages(baseDir: string, slots: readonly VolumeSlot[]): Promise<Survey> {
  const pool = `file:${baseDir}` as PoolId;
  const problems: Failure[] = [];
  const backing = await loopBackingFiles();
  const found = await Promise.all(
    slots.map(async (slot) => {
      try {
        return await findImage(slot, imagePath(slot), pool, backing);
      } catch (error) {
        problems.push(fileFailure(imagePath(slot), error));
        return null;
      }
    }),
  );
  const volumes = found.filter((volume) => volume !== null);
  return { pools: await directoryPool(baseDir, pool, volumes, problems), volumes, takenNames: new Map(), problems };
}

export const imageIdentity = ({ dev, ino, size, mtimeNs }: BigIntStats): string => `${dev}:${ino}:${size}:${mtimeNs}`;

async function findImage(
  slot: VolumeSlot,
  path: string,
  pool: PoolId,
  backing: ReadonlySet<string>,
): Promise<FoundVolume | null> {
  const stats = await statOrNull(path);
  if (stats === null) return null;
  return {
    vm: slot.vm,
    role: slot.role,
    pool,
    path,
    sizeBytes: bytes(Number(stats.size)),
    usedBytes: bytes(Number(stats.blocks * statBlockBytes)),
    isActive: true,
    partialVolumeGroup: null,
    isOpen: backing.has(await realpath(path)) || (await isBeingReverted(slot, path)),
    isOwn: true,
    identity: imageIdentity(stats),
    committed: slot.role === 'root' ? await committedVersion(path, stats) : null,
    madeFrom: null,
    ...(slot.role === 'root' ? await rootHistory(path, stats) : noHistory),
  };
}

/** As core-2 compares them: while the COW of a template is replaced, its children's versions are none of now. */
async function committedVersion(path: string, root: BigIntStats): Promise<string> {
  const cow = await statOrNull(cowPathOf(path));
  return cow === null ? originName(root) : versionName(root, cow);
}

/** A revert that was cut off still has it: what is in it is half one state and half another. */
const isBeingReverted = async ({ role }: VolumeSlot, path: string): Promise<boolean> =>
  role === 'root' && (await statOrNull(revertingCowPathOf(path))) !== null;

/** The directory as a pool: its file system's size and use; all its images together are what is promised. */
async function directoryPool(
  baseDir: string,
  id: PoolId,
  volumes: readonly FoundVolume[],
  problems: Failure[],
): Promise<readonly MeasuredPool[]> {
  try {
    const { blocks, bfree, bsize } = await statfs(baseDir);
    return [
      {
        driver: 'file',
        id,
        name: baseDir,
        sizeBytes: bytes(blocks * bsize),
        usedBytes: bytes((blocks - bfree) * bsize),
        promisedBytes: sumBytes(volumes.map((volume) => volume.sizeBytes)),
        volumeCount: volumes.length,
        health: 'ok',
      },
    ];
  } catch (error) {
    problems.push(fileFailure(baseDir, error));
    return [];
  }
}
