import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Timestamp, VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import type { StorageType, VolumeRole } from '#shared/domain/volume.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import type { RegisteredVm, VmRegistry } from '../qubes/vm-registry.ts';
import type { FoundVolume, StorageBackend, Survey } from '../storage/storage-backend.ts';
import { describeVm, mayHaveVolumes } from './describe-vm.ts';
import { slotOf, type World } from './world.ts';

export interface LookAroundPorts {
  readonly registry: VmRegistry;
  readonly storage: Readonly<Record<StorageType, StorageBackend>>;
  readonly hypervisor: Hypervisor;
  /** The VMs that systemd starts at boot. */
  readonly autostartLinks: () => Promise<Result<ReadonlySet<VmName>, Failure>>;
  readonly now: () => Timestamp;
}

const roles: readonly VolumeRole[] = ['root', 'private', 'volatile'];

/**
 * One look at everything, with one call to each part however many VMs there are. What cannot be read becomes a problem of
 * the inventory; the rest is still shown.
 */
export async function lookAround(ports: LookAroundPorts): Promise<World> {
  const { registry, storage, hypervisor, autostartLinks, now } = ports;
  const [contents, powers, links] = await Promise.all([registry.read(), hypervisor.powerStates(), autostartLinks()]);
  const problems: Failure[] = [];
  if (!contents.ok) problems.push(contents.error);
  if (!powers.ok) problems.push(powers.error);
  if (!links.ok) problems.push(links.error);
  const vms = contents.ok ? contents.value.vms : [];
  const registered = new Map(vms.map((vm) => [vm.name, vm]));

  const slots = vms.filter(mayHaveVolumes).flatMap((vm) => roles.map((role) => slotOf(vm, role)));
  const [file, lvm] = await Promise.all([storage.file.survey(slots), storage.lvm.survey(slots)]);
  const surveys = { file, lvm };
  const found = { file: bySlot(file), lvm: bySlot(lvm) };

  const power = (vm: RegisteredVm | undefined): PowerState =>
    powers.ok && vm !== undefined ? powerOf(vm, powers.value) : 'unknown';
  const runsOnImages = (vm: RegisteredVm): boolean =>
    vm.template !== null && power(vm) !== 'halted' && !found.lvm.has(slotKey(vm.name, 'root'));
  // Looked up only where some VM may run on such a version: on a real Xen two programs have to be asked.
  const versions = vms.some(runsOnImages) ? await hypervisor.rootVersions() : ok(new Map<VmName, string>());
  if (!versions.ok) problems.push(versions.error);
  const describe = (vm: RegisteredVm) => {
    const template = vm.template === null ? undefined : registered.get(vm.template);
    return describeVm(vm, {
      power: power(vm),
      templatePower: power(template),
      hasAutostartLink: links.ok ? links.value.has(vm.name) : null,
      template,
      rootVersion: versions.ok ? (versions.value.get(vm.name) ?? null) : null,
      find: (kind, of, role) => found[kind].get(slotKey(of.name, role)),
      pathFor: (kind, of, role) => expectedPath(storage[kind], surveys[kind], of, role),
    });
  };
  return {
    inventory: {
      takenAt: now(),
      vms: vms.map(describe),
      pools: [...lvm.pools, ...file.pools],
      problems: [...problems, ...lvm.problems, ...file.problems],
    },
    registered,
    registry: contents,
    surveys,
  };
}

const slotKey = (vm: VmName, role: VolumeRole): string => `${vm}:${role}`;

const bySlot = (survey: Survey): ReadonlyMap<string, FoundVolume> =>
  new Map(survey.volumes.map((volume) => [slotKey(volume.vm, volume.role), volume]));

const powerOf = (vm: RegisteredVm, powers: ReadonlyMap<VmName, PowerState>): PowerState =>
  vm.class === 'AdminVM' ? 'running' : (powers.get(vm.name) ?? 'halted');

/** Where a missing volume was looked for; without any pool its bare name has to do. */
function expectedPath(backend: StorageBackend, survey: Survey, vm: RegisteredVm, role: VolumeRole): string {
  const slot = slotOf(vm, role);
  const pool = survey.pools[0];
  return pool === undefined ? backend.nameOf(slot) : backend.pathOf(slot, pool.name);
}
