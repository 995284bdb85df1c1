import { done, err, ok } from '#shared/base/result.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { keepingBlockers } from '#shared/rules/revert-blockers.ts';
import { findSubject } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';

/** Chooses how many revisions of each of a VM's own volumes stay when it stops. Those that are there stay until then. */
export function setRevisionsOperation(ports: Pick<OperationPorts, 'revisions'>): Operation<'set-revisions'> {
  return {
    plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return Promise.resolve(found);
      const blockers = keepingBlockers(found.value.shown, jobs);
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      const draft = { ...emptyDraft(found.value.registered), action };
      const roles = movableRoles(found.value.shown);
      return Promise.resolve(
        ok(
          finishPlan(
            draft,
            roles.map((role) => setStep(draft, role, ports)),
          ),
        ),
      );
    },
    steps: (plan) => plan.steps.flatMap(({ role }) => (role === null ? [] : [setStep(plan, role, ports)])),
  };
}

const setStep = (
  { vm, vmDir, action }: DraftOf<'set-revisions'>,
  role: VolumeRole,
  { revisions }: Pick<OperationPorts, 'revisions'>,
): Step => ({
  name: 'set',
  phase: 'switch',
  role,
  bytes: null,
  run: async () => (await revisions.lvm.setRevisionsToKeep?.({ vm, vmDir, role }, action.count)) ?? done,
});
