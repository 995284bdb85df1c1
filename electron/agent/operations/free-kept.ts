import { sumBytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlannedRemoval, PlanNote } from '#shared/domain/plan.ts';
import { freeKeptBlockers } from '#shared/rules/free-kept-blockers.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { otherStorage } from '#shared/rules/other-storage.ts';
import { findSubject, slotOf, volumeIn, type World } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { RegisteredVm, RegistryContents } from '../qubes/vm-registry.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts, PlanDraft } from './plan-draft.ts';

type FreePorts = Pick<OperationPorts, 'registry' | 'storage' | 'savefileInUse'>;

/** Removes what a migration left in place. What is removed is what the plan names, by identity, and nothing else. */
export function freeKeptOperation(ports: FreePorts): Operation<'free-kept'> {
  return {
    async plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value.registered;
      const savefile = await ports.savefileInUse(vm.dirPath);
      const blockers = [
        ...freeKeptBlockers(found.value.shown, world.inventory, jobs),
        ...(savefile === undefined ? [] : [{ code: 'savefile-in-use', vm: vm.name, savefile } as const]),
      ];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const removes = removalsOf(vm, world);
      const draft: DraftOf<'free-kept'> = {
        ...emptyDraft(vm),
        action,
        removes,
        freedBytes: sumBytes(removes.map(({ usedBytes }) => usedBytes)),
        notes: [
          ...(vm.isInstalledByRpm && vm.storageType === 'lvm' ? [{ code: 'package-owns-images' } as const] : []),
          ...revisionNotes(vm, world),
        ],
      };
      return ok(finishPlan(draft, freeSteps(draft, ports)));
    },
    steps: (plan) => freeSteps(plan, ports),
  };
}

const freeSteps = (plan: PlanDraft, ports: FreePorts): readonly Step[] => [
  checkStep(plan, ports),
  freeStep(plan, ports),
];

function removalsOf(vm: RegisteredVm, { surveys }: World): readonly PlannedRemoval[] {
  const storage = otherStorage(vm.storageType);
  return movableRoles(vm).flatMap((role) => {
    const kept = volumeIn(surveys[storage], vm.name, role);
    if (kept?.isOwn !== true) return [];
    return [{ role, storage, path: kept.path, usedBytes: kept.usedBytes, identity: kept.identity }];
  });
}

/** Without the volume nobody would know any more what its older states are of. */
function revisionNotes(vm: RegisteredVm, { surveys }: World): readonly PlanNote[] {
  const survey = surveys[otherStorage(vm.storageType)];
  const count = movableRoles(vm).reduce(
    (sum, role) => sum + (volumeIn(survey, vm.name, role)?.revisions.length ?? 0),
    0,
  );
  return count === 0 ? [] : [{ code: 'revisions-go', count }];
}

const checkStep = (plan: PlanDraft, ports: FreePorts): Step => ({
  name: 'check',
  phase: 'check',
  role: null,
  bytes: null,
  async run() {
    const contents = await ports.registry.read();
    return contents.ok ? stillNotNeeded(plan, contents.value, ports) : contents;
  },
});

/** Under the registry's lock, so that nobody makes the VM use them again meanwhile. Run again it removes what is left. */
const freeStep = (plan: PlanDraft, ports: FreePorts): Step => ({
  name: 'free',
  phase: 'free',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run() {
    const edited = await ports.registry.edit({
      async decide(current) {
        const checked = await stillNotNeeded(plan, current, ports);
        if (!checked.ok) return checked;
        for (const { role, storage, identity } of plan.removes) {
          const removed = await ports.storage[storage].removeKept({ vm: plan.vm, vmDir: plan.vmDir, role }, identity);
          if (!removed.ok) return removed;
        }
        return ok([]);
      },
    });
    return edited.ok ? done : edited;
  },
});

/** The VM uses the other kind of storage, has all of its volumes there, and nobody has the kept ones open or has changed them. */
async function stillNotNeeded(
  plan: PlanDraft,
  { vms }: RegistryContents,
  { storage }: FreePorts,
): Promise<Result<void, Failure>> {
  const vm = vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  const isAsPlanned = vm.dirPath === plan.vmDir && plan.removes.every((removal) => removal.storage !== vm.storageType);
  if (!isAsPlanned) return err({ code: 'vm-changed', vm: plan.vm });

  const slots = movableRoles(vm).map((role) => slotOf(vm, role));
  const used = await storage[vm.storageType].survey(slots);
  for (const { role } of slots) {
    const volume = volumeIn(used, plan.vm, role);
    if (volume?.isActive !== true) return err({ code: 'volume-not-found', vm: plan.vm, role });
  }
  const kept = await storage[otherStorage(vm.storageType)].survey(slots);
  for (const { role, path, identity } of plan.removes) {
    const volume = volumeIn(kept, plan.vm, role);
    if (volume?.isOpen === true) return err({ code: 'volume-in-use', volume: path });
    // One that is gone was removed by this job before it was cut off, or by somebody else: either way there is nothing to do.
    if (volume !== undefined && volume.identity !== identity) return err({ code: 'kept-changed', path });
  }
  return done;
}
