import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { GuestDisk } from '../hypervisor/hypervisor.ts';
import { slotOf, volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { SessionVolume, VolumeSessions } from '../storage/volume-sessions.ts';
import { sessionVolumes, type PlacedVolume } from './session-volumes.ts';

type Sessions = Readonly<Record<StorageType, VolumeSessions>>;

const frontends = { root: 'xvda', private: 'xvdb', volatile: 'xvdc', kernel: 'xvdd' } as const;

/** The disks of a VM's guest, whether it runs or not. Only looks: what is not there yet is made by the session. */
export function vmDisks(vm: RegisteredVm, world: World, sessions: Sessions): Result<readonly GuestDisk[], Failure> {
  const disks = sessionDisks(sessionVolumes(vm, world), world, sessions);
  return disks.ok ? ok([...disks.value, ...volatileDisks(vm, world, sessions)]) : disks;
}

export function sessionDisks(
  volumes: readonly PlacedVolume[],
  world: World,
  sessions: Sessions,
): Result<readonly GuestDisk[], Failure> {
  const disks: GuestDisk[] = [];
  for (const { storage, volume } of volumes) {
    const { vm, role } = volume.source ?? volume.slot;
    const found = volumeIn(world.surveys[storage], vm, role);
    if (found === undefined) return err({ code: 'volume-not-found', vm, role });
    disks.push({ frontend: frontends[volume.slot.role], ...sessions[storage].diskOf(volume, found) });
  }
  return ok(disks);
}

/** core-2 keeps it as a file for both kinds of storage. An HVM's is no disk: if at all, it lies over its template's root. */
function volatileDisks(vm: RegisteredVm, world: World, sessions: Sessions): readonly GuestDisk[] {
  const found = isHvm(vm) ? undefined : volumeIn(world.surveys.file, vm.name, 'volatile');
  if (found === undefined) return [];
  const volume: SessionVolume = { slot: slotOf(vm, 'volatile'), vmClass: vm.class, source: null };
  return [{ frontend: frontends.volatile, ...sessions.file.diskOf(volume, found) }];
}

const isHvm = ({ class: vmClass }: RegisteredVm): boolean => vmClass === 'HVM' || vmClass === 'TemplateHVM';
