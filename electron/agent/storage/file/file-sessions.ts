import { realpath, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { isDeviceOf, originName } from '../../device-mapper/root-version.ts';
import type { FoundVolume, VolumeSlot } from '../storage-backend.ts';
import type { SessionDisk, SessionVolume, VolumeSessions } from '../volume-sessions.ts';
import { fileFailure, statOrNull } from './file-stat.ts';
import { imagePath } from './image-path.ts';
import { loopDevicesOn } from './loop-devices.ts';
import { commitRoot, cowPathOf, ensureCow, revertingCowPathOf } from './root-cow.ts';

/**
 * Sessions of image files, as core-2 has them. Only a template's root is more than a file: the devices that keep its
 * children's view of it stable are the hypervisor's matter, the files below them are this one's. A session that a crash cut
 * off goes on with the next one: the COW knows all that was written over since the last commit, and one way back is all
 * there is, so that it leads to a state that the template was shut down in.
 */
export class FileSessions implements VolumeSessions {
  async prepare(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    return eachRoot(volumes, async (volume) => {
      const owner = volume.source ?? volume.slot;
      const path = imagePath(owner);
      if ((await statOrNull(path)) === null) return err({ code: 'volume-not-found', vm: owner.vm, role: owner.role });
      if ((await statOrNull(revertingCowPathOf(path))) !== null)
        return err({ code: 'revert-unfinished', vm: owner.vm });
      if (await isOpenElsewhere(path, volume)) return err({ code: 'volume-in-use', volume: path });
      switch (useOf(volume)) {
        case 'template':
        case 'child':
          await ensureCow(path);
          return done;
        case 'hvm-child':
          await resetVolatile(path, volume.slot);
          return done;
        case 'own':
          return done;
      }
    });
  }

  /** Of a dom0 whose own hotplug script has committed already there is nothing left to commit. */
  async release(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    return eachRoot(volumes, async (volume) => {
      if (useOf(volume) !== 'template') return done;
      const path = imagePath(volume.slot);
      const stats = await statOrNull(path);
      if (stats === null) return done;
      const loops = await loopDevicesOn(await realpath(path));
      const isRunning = loops.some(({ holders }) => holders.includes(originName(stats)));
      if (isRunning) return err({ code: 'volume-in-use', volume: path });
      await commitRoot(path);
      return done;
    });
  }

  /** What a guest that did not come up has written, if anything, is told by the COW. */
  abandon(): Promise<Result<void, Failure>> {
    return Promise.resolve(done);
  }

  /** A guest's changes to its template's root are in its volatile image. */
  snapshotOwners(): Promise<Result<ReadonlySet<VmName>, Failure>> {
    return Promise.resolve(ok(new Set()));
  }

  /** As core-2 configures its VMs (facts/qubes-r2.md §3.1). */
  diskOf(volume: SessionVolume, { path }: FoundVolume): SessionDisk {
    switch (useOf(volume)) {
      case 'template':
        return { source: { kind: 'origin', path, cowPath: cowPathOf(path) }, isReadOnly: false };
      case 'child':
        return { source: { kind: 'snapshot', path, cowPath: cowPathOf(path) }, isReadOnly: true };
      case 'hvm-child':
        return { source: { kind: 'snapshot', path, cowPath: volatilePath(volume.slot) }, isReadOnly: false };
      case 'own':
        return { source: { kind: 'image', path }, isReadOnly: false };
    }
  }
}

/** An HVM keeps what it changes of its template's root in its own volatile image, for as long as it runs. */
type Use = 'template' | 'child' | 'hvm-child' | 'own';

function useOf({ slot, vmClass, source }: SessionVolume): Use {
  if (source !== null) return vmClass === 'HVM' ? 'hvm-child' : 'child';
  return slot.role === 'root' && vmClass === 'TemplateVM' ? 'template' : 'own';
}

const volatilePath = ({ vmDir }: VolumeSlot): string => join(vmDir, 'volatile.img');

async function eachRoot(
  volumes: readonly SessionVolume[],
  act: (root: SessionVolume) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  for (const volume of volumes.filter(({ slot }) => slot.role === 'root')) {
    try {
      const result = await act(volume);
      if (!result.ok) return result;
    } catch (error) {
      return err(fileFailure(imagePath(volume.slot), error));
    }
  }
  return done;
}

/**
 * Whether somebody else may write to the root, below the versions that its own children run on. A reader spoils nothing
 * but a session in which the root itself is written to.
 */
async function isOpenElsewhere(path: string, { source }: SessionVolume): Promise<boolean> {
  const key = await stat(path, { bigint: true });
  const loops = await loopDevicesOn(await realpath(path));
  return loops.some(({ isReadOnly, holders }) => {
    const isOfVersions = holders.length > 0 && holders.every((name) => isDeviceOf(name, key));
    return !isOfVersions && !(isReadOnly && source !== null);
  });
}

/** Empty, and as large as the root that it is laid over. */
async function resetVolatile(rootPath: string, slot: VolumeSlot): Promise<void> {
  const { size } = await stat(rootPath);
  await rm(volatilePath(slot), { force: true });
  await writeFile(volatilePath(slot), '', { mode: 0o660 });
  await truncate(volatilePath(slot), size);
}
