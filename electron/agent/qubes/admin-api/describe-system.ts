import { bytes } from '#shared/base/bytes.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Timestamp, VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { PowerState, RootState, Vm, VmClass, VmDatum } from '#shared/domain/vm.ts';
import {
  volumeRoles,
  type KeptVolume,
  type Revision,
  type StorageKind,
  type Volume,
  type VolumeState,
} from '#shared/domain/volume.ts';
import { sessionVid, thinDevicePath, type ThinLook } from '../../storage/thin-volumes.ts';
import { describePools, poolIdOf, storageKindOf } from './describe-pools.ts';
import { truthOf, type AdminProperty } from './property.ts';
import type { VolumeReading } from './read-vm.ts';
import { failuresIn } from './read-vm.ts';
import { knownVolumes, type ReadVm, type SystemReading } from './system-reading.ts';

/** What was read, as everybody is shown it. */
export function describeSystem(reading: SystemReading, takenAt: Timestamp): Inventory {
  const pools = describePools(reading);
  const vms = reading.vms.ok ? reading.vms.value : [];
  const around: Surroundings = {
    kinds: new Map(pools.map(({ name, driver }) => [name, storageKindOf(driver)])),
    owners: new Map(knownVolumes(vms).map(({ vm, info }) => [info.vid, vm])),
    halting: reading.halting,
    thin: reading.thin,
  };
  const described = vms.flatMap((vm) => (vm.vm.class === undefined ? [] : [describeVm(vm, vm.vm.class, around)]));
  return { takenAt, vms: described, pools, problems: problemsIn(reading, vms) };
}

interface Surroundings {
  readonly kinds: ReadonlyMap<string, StorageKind>;
  /** By the id of the volume. */
  readonly owners: ReadonlyMap<string, VmName>;
  readonly halting: ReadonlySet<VmName>;
  readonly thin: ThinLook | null;
}

function describeVm(read: ReadVm, vmClass: VmClass, around: Surroundings): Vm {
  const { vm, properties } = read;
  const notPermitted: VmDatum[] = [];
  const property = (name: VmDatum): AdminProperty | undefined => {
    const found = properties.ok ? properties.value.get(name) : undefined;
    if (found !== 'not-permitted') return found;
    notPermitted.push(name);
    return undefined;
  };
  const [label, template, autostart] = [property('label'), property('template'), property('autostart')];
  if (!read.volumes.ok && read.volumes.error.code === 'admin-refused') notPermitted.push('volumes');
  const power = vm.power === 'halted' && around.halting.has(vm.name) ? 'halting' : vm.power;
  const templateName = template === undefined || template.value === '' ? null : (template.value as VmName);
  const volumes = (read.volumes.ok ? read.volumes.value : []).flatMap((volume) =>
    describeVolume(volume, { template: templateName, isOpen: power !== 'halted', around }),
  );
  return {
    name: vm.name,
    class: vmClass,
    power,
    label: label === undefined || label.value === '' ? null : label.value,
    template: templateName,
    storageType: storageTypeOf(volumes),
    autostart: autostart === undefined ? autostartWithout(read, notPermitted) : truthOf(autostart),
    // systemd's links are made and removed by qubesd together with the property.
    hasAutostartLink: null,
    isInternal: false,
    rootState: rootStateOf(volumes, power),
    volumes,
    kept: keptOf(vm.name, around.thin),
    notPermitted,
  };
}

/** What a move in place has left where it was. The older states of it go with it, and are not told apart. */
const keptOf = (vm: VmName, thin: ThinLook | null): readonly KeptVolume[] =>
  [...(thin?.volumes.values() ?? [])].flatMap(({ owner, keptBy, vid, sizeBytes, usedBytes, isOpen }) =>
    owner?.vm === vm && keptBy !== null && vid.endsWith(`.kept-${keptBy}`)
      ? [{ role: owner.role, storage: 'lvm', path: thinDevicePath(vid), sizeBytes, usedBytes, isOpen }]
      : [],
  );

/** dom0 has no such property, and never starts by itself; elsewhere it could not be read. */
const autostartWithout = ({ properties }: ReadVm, notPermitted: readonly VmDatum[]): false | null =>
  properties.ok && !notPermitted.includes('autostart') ? false : null;

/** Whether its template is running now qubesd does not say with it. */
function rootStateOf(volumes: readonly Volume[], power: PowerState): RootState | null {
  const root = volumes.find(({ role }) => role === 'root');
  if (root === undefined || root.state.kind === 'not-permitted') return null;
  if (root.state.kind !== 'from-template') return 'own';
  if (power === 'halted') return 'at-start';
  return root.isOutdated ? 'outdated' : 'current';
}

function describeVolume(
  { name, info, revisions: ids, call }: VolumeReading,
  vm: { readonly template: VmName | null; readonly isOpen: boolean; readonly around: Surroundings },
): readonly Volume[] {
  const role = volumeRoles.find((known) => known === name);
  if (role === undefined) return [];
  if (!info.ok) {
    // What else kept it from being read is told as a problem.
    if (info.error.code !== 'admin-refused') return [];
    const state = { kind: 'not-permitted', call } as const;
    const nothing = { isDirty: false, revisionsToKeep: null, isOutdated: false };
    const revisions = ids?.map(revisionNamed) ?? null;
    return [{ role, storage: 'other', pool: null, state, revisions, ...nothing }];
  }
  const { pool, vid, isOutdated } = info.value;
  if (vid === '') return [];
  const revisions = ids?.filter((id) => !isEmptyRevision(vid, id, vm.around.thin)).map(revisionNamed) ?? null;
  const session = vm.around.thin?.volumes.get(sessionVid(vid));
  const seen = vm.isOpen ? (session ?? vm.around.thin?.volumes.get(vid)) : vm.around.thin?.volumes.get(vid);
  const sizeBytes = seen?.sizeBytes ?? info.value.sizeBytes ?? bytes(0);
  const usedBytes = seen?.usedBytes ?? info.value.usedBytes ?? bytes(0);
  // Its last session is still there: it was not written back (facts §4.4).
  const isDirty = !vm.isOpen && info.value.saveOnStop && session !== undefined;
  const template = info.value.snapOnStart ? (vm.around.owners.get(info.value.source) ?? vm.template) : null;
  const state: VolumeState =
    template === null
      ? { kind: 'present', sizeBytes, usedBytes, isOpen: vm.isOpen }
      : { kind: 'from-template', template, sizeBytes };
  const storage = vm.around.kinds.get(pool) ?? 'other';
  // Less than none: it runs on the volume itself, which is no number that could be chosen here.
  const isCounted = info.value.saveOnStop && info.value.revisionsToKeep >= 0;
  const revisionsToKeep = isCounted ? info.value.revisionsToKeep : null;
  return [{ role, storage, pool: poolIdOf(pool), state, isDirty, revisions, revisionsToKeep, isOutdated }];
}

/**
 * What an official clone leaves behind: the volume as it was before anything was in it, to which nobody should be able to go
 * back (facts T5). qubesd does not tell how much is in a revision; LVM does.
 */
const isEmptyRevision = (vid: string, id: string, thin: ThinLook | null): boolean =>
  thin?.volumes.get(`${vid}-${id}`)?.usedBytes === 0;

/** R4 tells the names alone; LVM's begin with when it was taken, in seconds since 1970. */
function revisionNamed(id: string): Revision {
  const seconds = /^(\d{9,11})-back$/.exec(id)?.[1];
  const takenAt = seconds === undefined ? null : (new Date(Number(seconds) * 1000).toISOString() as Timestamp);
  return { id, takenAt, sizeBytes: null, exclusiveBytes: null, isPinned: false, note: null, isCommitted: false };
}

/** By the volumes that hold the VM's own data; null where these are of several kinds. */
function storageTypeOf(volumes: readonly Volume[]): StorageKind | null {
  const own = volumes.filter(({ role, state }) => state.kind === 'present' && (role === 'root' || role === 'private'));
  const [kind, ...others] = new Set(own.map(({ storage }) => storage));
  return kind === undefined || others.length > 0 ? null : kind;
}

/** What could not be read. Of a call that is refused for many VMs it is said once which one it is. */
function problemsIn(reading: SystemReading, vms: readonly ReadVm[]): readonly Failure[] {
  const failures = [
    ...(reading.vms.ok ? [] : [reading.vms.error]),
    ...(reading.events === null ? [] : [reading.events]),
    ...(reading.thinFailure === null ? [] : [reading.thinFailure]),
    ...(reading.pools.ok ? reading.pools.value.flatMap(failuresOfPool) : [reading.pools.error]),
    ...vms.flatMap(failuresIn),
    ...vms.filter(({ vm }) => vm.class === undefined).map(({ vm }) => unknownClass(vm.name)),
  ];
  const told = new Map<string, Failure>();
  for (const failure of failures) {
    const isRefusal = failure.code === 'admin-refused';
    const shown = isRefusal ? { ...failure, call: failure.call.replace(/[ +].*$/, '') } : failure;
    told.set(JSON.stringify(shown), shown);
  }
  return [...told.values()];
}

type Pools = Extract<SystemReading['pools'], { readonly ok: true }>['value'];

const failuresOfPool = ({ info, usage, vids, defaultFor }: Pools[number]): readonly Failure[] =>
  [info, usage, vids, defaultFor].flatMap((part) => (part.ok ? [] : [part.error]));

const unknownClass = (vm: string): Failure => ({
  code: 'admin-reply-unreadable',
  call: 'admin.vm.List',
  detail: `${vm} is of a class that this version does not know`,
});
