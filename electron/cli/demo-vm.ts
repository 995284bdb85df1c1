import { sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { migrateBlockers, movableRoles } from '#shared/rules/migrate-blockers.ts';

interface Candidate {
  readonly vm: Vm;
  readonly sizeBytes: Bytes;
  readonly usedBytes: Bytes;
}

function candidate(vm: Vm): Candidate {
  const roles = movableRoles(vm);
  const present = vm.volumes
    .filter(({ role }) => roles.includes(role))
    .flatMap(({ state }) => (state.kind === 'present' ? [state] : []));
  return {
    vm,
    sizeBytes: sumBytes(present.map(({ sizeBytes }) => sizeBytes)),
    usedBytes: sumBytes(present.map(({ usedBytes }) => usedBytes)),
  };
}

/**
 * A VM that can be migrated now: the smallest, since every byte of it is compared before a person's eyes, and among equals
 * the one that holds most. undefined when none is left.
 */
export function demoVm({ vms }: Inventory, jobs: readonly Job[]): Vm | undefined {
  const candidates = vms.filter((vm) => migrateBlockers(vm, 'lvm', jobs).length === 0).map(candidate);
  candidates.sort((one, other) => one.sizeBytes - other.sizeBytes || other.usedBytes - one.usedBytes);
  return candidates[0]?.vm;
}
