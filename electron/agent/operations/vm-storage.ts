import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { storageTypes, type StorageType } from '#shared/domain/volume.ts';
import type { World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { SessionVolume, VolumeSessions } from '../storage/volume-sessions.ts';
import { sessionVolumes } from './session-volumes.ts';

/** The storage of a whole VM around the time that it runs: `VolumeSessions` for all of its volumes, of both kinds. */
export class VmStorage {
  readonly #sessions: Readonly<Record<StorageType, VolumeSessions>>;

  constructor(sessions: Readonly<Record<StorageType, VolumeSessions>>) {
    this.#sessions = sessions;
  }

  async prepare(vm: RegisteredVm, world: World): Promise<Result<void, Failure>> {
    const prepared: StorageType[] = [];
    for (const storage of storageTypes) {
      const made = await this.#sessions[storage].prepare(volumesOf(vm, world, storage));
      if (!made.ok) {
        for (const before of prepared) await this.#sessions[before].abandon(volumesOf(vm, world, before));
        return made;
      }
      prepared.push(storage);
    }
    return done;
  }

  /** A root that was made for this run is dropped in whichever kind of storage it is: its template may have moved since. */
  async release(vm: RegisteredVm, world: World): Promise<Result<void, Failure>> {
    for (const storage of storageTypes) {
      const volumes = sessionVolumes(vm, world).filter((one) => one.storage === storage || one.volume.source !== null);
      const released = await this.#sessions[storage].release(volumes.map(({ volume }) => volume));
      if (!released.ok) return released;
    }
    return done;
  }

  async abandon(vm: RegisteredVm, world: World): Promise<Result<void, Failure>> {
    for (const storage of storageTypes) {
      const abandoned = await this.#sessions[storage].abandon(volumesOf(vm, world, storage));
      if (!abandoned.ok) return abandoned;
    }
    return done;
  }
}

const volumesOf = (vm: RegisteredVm, world: World, storage: StorageType): readonly SessionVolume[] =>
  sessionVolumes(vm, world).flatMap((one) => (one.storage === storage ? [one.volume] : []));
