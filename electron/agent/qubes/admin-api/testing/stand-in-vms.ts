import type { AdminProperty } from '../property.ts';
import { poolNamed, QubesException, vmNamed, type StandInState } from './stand-in-state.ts';
import type { StandInVm, StandInVolume } from './stand-in-state.ts';
import { isBackend } from './device-methods.ts';
import { placeIn } from './stand-in-storage.ts';

const gibibyte = 2 ** 30;

/** The properties of a new VM: those that others of its class have, at their defaults, with what is told about it. */
export function newProperties(
  state: StandInState,
  vmClass: string,
  told: Readonly<Record<string, string>>,
): Map<string, AdminProperty> {
  const model = [...state.vms.values()].find((vm) => vm.class === vmClass)?.properties ?? new Map();
  return new Map(
    [...(model as ReadonlyMap<string, AdminProperty>)].map(([name, property]) => {
      const value = told[name];
      const address = ['ip', 'visible_ip'].includes(name) ? `10.137.0.${told['qid'] ?? ''}` : undefined;
      if (address !== undefined && property.value !== '')
        return [name, { ...property, isDefault: true, value: address }];
      if (value !== undefined) return [name, { ...property, isDefault: false, value }];
      const plain = property.type === 'bool' ? 'False' : '';
      return [name, property.isDefault ? property : { ...property, isDefault: true, value: plain }];
    }),
  );
}

/** The volumes that a VM of this class gets (facts §3.1); `pools` are those that its creator named. */
export function newVolumes(
  state: StandInState,
  vm: Pick<StandInVm, 'name' | 'class'>,
  template: StandInVm | undefined,
  pools: ReadonlyMap<string, string>,
): Map<string, StandInVolume> {
  const own = (name: string, sizeBytes: number, saveOnStop: boolean): [string, StandInVolume] => {
    const pool = pools.get(name) ?? pools.get('') ?? state.properties.get(`default_pool_${name}`)?.value ?? '';
    const place = placeIn(poolNamed(state, pool), vm, name);
    const isTaken = saveOnStop && [...state.pools.values()].some(({ others }) => others.includes(place.vid));
    if (isTaken) throw new QubesException('StoragePoolException', `volume ${place.vid} exists already`);
    return [name, { ...blank, pool, ...place, sizeBytes, saveOnStop }];
  };
  const kernel = state.properties.get('default_kernel')?.value ?? '';
  const path = `/var/lib/qubes/vm-kernels/${kernel}/modules.img`;
  return new Map([
    template === undefined
      ? own('root', 10 * gibibyte, true)
      : (['root', rootOn(state, vm, template)] satisfies [string, StandInVolume]),
    own('private', 2 * gibibyte, true),
    own('volatile', 10 * gibibyte, false),
    ['kernel', { ...blank, pool: 'linux-kernel', vid: kernel, path, rw: false, revisionsToKeep: 0 }],
  ]);
}

const blank: StandInVolume = {
  pool: '',
  vid: '',
  path: '',
  source: '',
  sizeBytes: 0,
  content: '',
  mappedBytes: 0,
  rw: true,
  saveOnStop: false,
  snapOnStart: false,
  revisionsToKeep: 1,
  isEphemeral: false,
  isOutdated: false,
  revisions: [],
};

function rootOn(state: StandInState, vm: Pick<StandInVm, 'name' | 'class'>, template: StandInVm): StandInVolume {
  const source = template.volumes.get('root');
  if (source === undefined) throw new QubesException('QubesException', `${template.name} has no root`);
  const place = placeIn(poolNamed(state, source.pool), vm, 'root');
  return { ...blank, ...place, pool: source.pool, source: source.vid, sizeBytes: source.sizeBytes, snapOnStart: true };
}

/** A template-based root is wherever the template's is. */
export function followTemplate(state: StandInState, vm: StandInVm): void {
  const template = vm.properties.get('template')?.value ?? '';
  vm.volumes.set('root', rootOn(state, vm, vmNamed(state, template)));
}

/**
 * Whether anybody but the VM itself refers to it (facts §4.3): other VMs, the system's defaults, or those who are given its
 * devices. To R4.2 a default counts like a choice.
 */
export function isReferredTo(state: StandInState, name: string): boolean {
  const countsDefaults = state.generation === '4.2';
  const refers = (properties: ReadonlyMap<string, AdminProperty>): boolean =>
    [...properties.values()].some(
      ({ type, isDefault, value }) => type === 'vm' && (countsDefaults || !isDefault) && value === name,
    );
  const isNamed = [...state.vms.values()].some((vm) => vm.name !== name && refers(vm.properties));
  return refers(state.properties) || isNamed || isBackend(state, name);
}

/** New VMs get the lowest that is free, and their address with it. */
export function freeNumber(state: StandInState): number {
  const taken = new Set([...state.vms.values()].map(({ properties }) => properties.get('qid')?.value));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return number;
}
