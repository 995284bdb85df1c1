import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { storageTypes, type StorageType } from '#shared/domain/volume.ts';
import type { SessionVolume, VolumeSessions } from '../storage/volume-sessions.ts';
import type { PlacedVolume } from './session-volumes.ts';

/** All volumes of one VM around the time that it runs: `VolumeSessions` of both kinds together. */
export class VmStorage {
  readonly #sessions: Readonly<Record<StorageType, VolumeSessions>>;

  constructor(sessions: Readonly<Record<StorageType, VolumeSessions>>) {
    this.#sessions = sessions;
  }

  async prepare(volumes: readonly PlacedVolume[]): Promise<Result<void, Failure>> {
    const prepared: StorageType[] = [];
    for (const storage of storageTypes) {
      const made = await this.#sessions[storage].prepare(volumesIn(storage, volumes));
      if (!made.ok) {
        for (const before of prepared) await this.#sessions[before].abandon(volumesIn(before, volumes));
        return made;
      }
      prepared.push(storage);
    }
    return done;
  }

  /** What was made for this run is dropped in whichever kind of storage it is: the template may have moved since. */
  async release(volumes: readonly PlacedVolume[]): Promise<Result<void, Failure>> {
    for (const storage of storageTypes) {
      const here = volumes.filter((one) => one.storage === storage || one.volume.source !== null);
      const released = await this.#sessions[storage].release(here.map(({ volume }) => volume));
      if (!released.ok) return released;
    }
    return done;
  }

  async abandon(volumes: readonly PlacedVolume[]): Promise<Result<void, Failure>> {
    for (const storage of storageTypes) {
      const abandoned = await this.#sessions[storage].abandon(volumesIn(storage, volumes));
      if (!abandoned.ok) return abandoned;
    }
    return done;
  }
}

const volumesIn = (storage: StorageType, volumes: readonly PlacedVolume[]): readonly SessionVolume[] =>
  volumes.flatMap((one) => (one.storage === storage ? [one.volume] : []));
