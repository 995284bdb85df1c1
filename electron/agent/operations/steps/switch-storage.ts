import { done, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { MigrationDraft, MigrationPorts } from '../migration.ts';
import { stillAsPlanned } from './check-unchanged.ts';
import { slotFor, targetBackend, targetStorage } from './planned-target.ts';

/**
 * The one moment that others can see: under the registry's lock, the copies get their final names and the VM its new kind
 * of storage. Run again after a crash it finds out how far it came.
 */
export function switchStorage(plan: MigrationDraft, ports: MigrationPorts): Step {
  const backend = targetBackend(plan, ports);
  return {
    name: 'switch',
    phase: 'switch',
    role: null,
    bytes: null,
    isPointOfNoReturn: true,
    async run({ job }) {
      const edited = await ports.registry.edit({ decide: (current) => decide(plan, current, ports, job) });
      if (edited.ok) return done;
      // A failed write may still have reached the disk: the registry itself says which it was.
      const now = await ports.registry.read();
      return now.ok && isSwitched(plan, now.value) ? done : edited;
    },
    async undo({ job }) {
      return eachVolume(plan, (slot) => backend.withdrawCommitted(slot, job));
    },
  };
}

const isSwitched = (plan: MigrationDraft, contents: RegistryContents): boolean =>
  contents.vms.some(({ name, storageType }) => name === plan.vm && storageType === targetStorage(plan));

async function decide(
  plan: MigrationDraft,
  current: RegistryContents,
  ports: MigrationPorts,
  job: JobId,
): Promise<Result<readonly RegistryChange[], Failure>> {
  const isDone = isSwitched(plan, current);
  const unchanged = isDone ? done : await stillAsPlanned(plan, current, ports);
  if (!unchanged.ok) return unchanged;
  // After a crash behind the write this changes nothing; if somebody else switched the VM it fails on the taken name.
  const committed = await eachVolume(plan, (slot) => targetBackend(plan, ports).commitReserved(slot, job));
  if (!committed.ok) return committed;
  return ok(isDone ? [] : [{ kind: 'set', vm: plan.vm, settings: { storageType: targetStorage(plan) } }]);
}

/** In the plan's order, until one fails. */
export async function eachVolume(
  plan: MigrationDraft,
  act: (slot: ReturnType<typeof slotFor>) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  for (const volume of plan.volumes) {
    const result = await act(slotFor(plan, volume));
    if (!result.ok) return result;
  }
  return done;
}
