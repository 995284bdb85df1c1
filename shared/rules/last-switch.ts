import type { Timestamp } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Plan } from '../domain/plan.ts';
import type { Vm } from '../domain/vm.ts';
import type { StorageType, VolumeRole } from '../domain/volume.ts';

/** How a VM came to the storage that it uses now: since when the volumes of the other kind are kept, and what they were. */
export interface LastSwitch {
  readonly at: Timestamp;
  /** Of each volume that was left, what it was at that moment. */
  readonly leftIdentities: ReadonlyMap<VolumeRole, string>;
}

/** As the jobs tell it; null where they do not: another tool has moved the VM, or it had another name then. */
export function lastSwitch(
  { name, storageType }: Pick<Vm, 'name' | 'storageType'>,
  jobs: Iterable<Job>,
): LastSwitch | null {
  let last: { readonly at: Timestamp; readonly plan: Plan } | null = null;
  for (const { plan, log } of jobs) {
    if (plan.vm !== name || storageAfter(plan) === null) continue;
    const at = log.findLast(
      ({ step, command, outcome }) => step === 'switch' && command === null && outcome === 'done',
    )?.at;
    if (at !== undefined && (last === null || at > last.at)) last = { at, plan };
  }
  if (last === null || storageAfter(last.plan) !== storageType) return null;
  return { at: last.at, leftIdentities: leftIdentities(last.plan) };
}

/** The storage that the VM uses when the plan has been carried out; null where it stays where it is. */
const storageAfter = ({ action, restores }: Plan): StorageType | null =>
  (action.kind === 'migrate' ? action.to : restores[0]?.to) ?? null;

function leftIdentities({ volumes, restores }: Plan): ReadonlyMap<VolumeRole, string> {
  const moved = volumes.map(({ role, sourceIdentity }) => [role, sourceIdentity] as const);
  const replaced = restores.flatMap(({ role, replaced: left }) =>
    left === null ? [] : [[role, left.identity] as const],
  );
  return new Map([...moved, ...replaced]);
}
