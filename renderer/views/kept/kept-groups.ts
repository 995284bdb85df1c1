import { sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { Vm } from '#shared/domain/vm.ts';

export interface KeptGroup {
  readonly vm: Vm;
  /** What freeing gives back at most: blocks shared with others stay. */
  readonly usedBytes: Bytes;
}

/** The VMs of which something is kept, in order of what freeing it gives back. */
export const keptGroups = (vms: readonly Vm[]): readonly KeptGroup[] =>
  vms
    .filter(({ kept }) => kept.length > 0)
    .map((vm) => ({ vm, usedBytes: sumBytes(vm.kept.map(({ usedBytes }) => usedBytes)) }))
    .sort((one, other) => other.usedBytes - one.usedBytes);
