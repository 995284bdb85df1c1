import type { Blocker } from '../domain/blocker.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Job } from '../domain/job.ts';
import type { Pool } from '../domain/pool.ts';
import type { QubeRecord } from '../domain/relocation.ts';
import type { Vm } from '../domain/vm.ts';
import { isActive } from './active-job.ts';
import { poolHealth, startGateOf } from './pool-pressure.ts';
import { carriedBlockers, roomBlockers } from './relocation-blockers.ts';
import { thinPoolOf } from './thin-pool-of.ts';

/** Why a qube's volumes may not be exchanged where it is, beside what stands against any move of it. */
export function inPlaceBlockers({
  vm,
  pool,
  record,
  inventory,
  jobs,
}: {
  readonly vm: Vm;
  readonly pool: Pool;
  readonly record: QubeRecord;
  readonly inventory: Inventory;
  readonly jobs: Iterable<Job>;
}): readonly Blocker[] {
  const kept = record.volumes.filter(({ isKept }) => isKept);
  const moved = kept.filter((volume) => volume.pool !== pool.name);
  // The others' work goes through qubesd, which is stopped.
  const other = [...jobs].find((job) => isActive(job) && !job.plan.holds.includes(vm.name));
  return [
    ...(moved.length === 0 ? [{ code: 'already-in-pool', vm: vm.name, pool: pool.name } as const] : []),
    ...carriedBlockers(vm.name, record).filter(({ code }) => code === 'volume-not-carried'),
    ...runningDescendants(vm.name, inventory.vms).map(
      ({ name }) => ({ code: 'referrer-running', vm: vm.name, referrer: name, property: 'template' }) as const,
    ),
    ...(other === undefined ? [] : [{ code: 'job-on-vm', vm: other.plan.vm, job: other.id } as const]),
    ...gateBlockers(pool),
    ...roomBlockers(pool, moved, 1),
  ];
}

/** Their volumes are snapshots of those that would be exchanged. */
const runningDescendants = (name: Vm['name'], vms: readonly Vm[]): readonly Vm[] =>
  vms
    .filter(({ template }) => template === name)
    .flatMap((child) => [...(child.power === 'halted' ? [] : [child]), ...runningDescendants(child.name, vms)]);

function gateBlockers(pool: Pool): readonly Blocker[] {
  const health = poolHealth(pool);
  if (health !== null && health !== 'ok') return [{ code: 'pool-unhealthy', pool: pool.name, health }];
  const thin = thinPoolOf(pool);
  if (thin === null) return [];
  const gate = startGateOf(thin);
  if (!gate.isClosed) return [];
  const fractions = {
    data: thin.usedBytes / Math.max(1, thin.sizeBytes),
    metadata: thin.metadataUsedBytes / Math.max(1, thin.metadataSizeBytes),
  };
  const part = fractions.data > gate.dataFraction ? 'data' : 'metadata';
  const gateFraction = part === 'data' ? gate.dataFraction : gate.metadataFraction;
  return [{ code: 'pool-past-gate', pool: pool.name, part, afterFraction: fractions[part], gateFraction }];
}
