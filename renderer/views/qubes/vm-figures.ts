import { sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { Volume, VolumeRole } from '#shared/domain/volume.ts';

const countedRoles: readonly VolumeRole[] = ['root', 'private'];

export const volumeOf = (vm: Vm, role: VolumeRole): Volume | undefined =>
  vm.volumes.find((volume) => volume.role === role);

/** Sum over root and private, of those that `sizeOf` knows; null where it knows none. */
function sumOver(vm: Vm, sizeOf: (volume: Volume) => Bytes | null): Bytes | null {
  const known: Bytes[] = [];
  for (const volume of vm.volumes) {
    const size = countedRoles.includes(volume.role) ? sizeOf(volume) : null;
    if (size !== null) known.push(size);
  }
  return known.length === 0 ? null : sumBytes(known);
}

/** What the VM's own volumes may grow to; a root made from the template's is the template's. */
export const limitOf = (vm: Vm): Bytes | null =>
  sumOver(vm, ({ state }) => (state.kind === 'from-template' || !('sizeBytes' in state) ? null : state.sizeBytes));

/** What the VM's own volumes take up in their pools. */
export const heldBy = (vm: Vm): Bytes | null =>
  sumOver(vm, ({ state }) => (state.kind === 'present' ? state.usedBytes : null));

/** What there is of its older states and kept originals, in bytes that would come free at most. */
export function keptOf(vm: Vm): Bytes | null {
  const known = [
    ...vm.kept.map(({ usedBytes }) => usedBytes),
    ...vm.volumes.flatMap(({ revisions }) => (revisions ?? []).flatMap(({ exclusiveBytes }) => exclusiveBytes ?? [])),
  ];
  return known.length === 0 ? null : sumBytes(known);
}

/** The pool of its own volumes; null where they are in several, or in none that is known. */
export function poolOf({ volumes }: Vm): PoolId | null {
  const own = volumes.filter(({ state, role }) => countedRoles.includes(role) && state.kind !== 'from-template');
  const [first] = own;
  return first !== undefined && own.every(({ pool }) => pool === first.pool) ? first.pool : null;
}
