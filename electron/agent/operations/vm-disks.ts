import { join } from 'node:path';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { isHvm } from '#shared/rules/new-vm-classes.ts';
import type { GuestDisk } from '../hypervisor/hypervisor.ts';
import { volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { VolumeSessions } from '../storage/volume-sessions.ts';
import { sessionVolumes, type PlacedVolume } from './session-volumes.ts';

type Sessions = Readonly<Record<StorageType, VolumeSessions>>;

const frontends = { root: 'xvda', private: 'xvdb', volatile: 'xvdc', kernel: 'xvdd' } as const;

/** The disks of a VM's guest, whether it runs or not. Only looks: what is not there yet is made by the session. */
export function vmDisks(vm: RegisteredVm, world: World, sessions: Sessions): Result<readonly GuestDisk[], Failure> {
  const disks = sessionDisks(sessionVolumes(vm, world), world, sessions);
  return disks.ok ? ok([...disks.value, ...volatileDisks(vm)]) : disks;
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
export const hasVolatileDisk = ({ class: vmClass }: RegisteredVm): boolean =>
  !isHvm(vmClass) && vmClass !== 'DispVM' && vmClass !== 'AdminVM';

function volatileDisks(vm: RegisteredVm): readonly GuestDisk[] {
  if (!hasVolatileDisk(vm)) return [];
  const source = { kind: 'image', path: join(vm.dirPath, 'volatile.img') } as const;
  return [{ frontend: frontends.volatile, source, isReadOnly: false }];
}

/** The modules of the kernel that a guest boots with; one in the VM's own folder is the VM's to change. */
export function modulesDisks(vm: RegisteredVm, kernelsDir: string): readonly GuestDisk[] {
  if (!hasVolatileDisk(vm)) return [];
  const dir = vm.kernel === null ? join(vm.dirPath, 'kernels') : join(kernelsDir, vm.kernel);
  const source = { kind: 'image', path: join(dir, 'modules.img') } as const;
  return [{ frontend: frontends.kernel, source, isReadOnly: vm.kernel !== null }];
}
