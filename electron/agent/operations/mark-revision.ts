import { done, err, ok } from '#shared/base/result.ts';
import { chosenRole } from '#shared/rules/chosen-revision.ts';
import { markBlockers } from '#shared/rules/revert-blockers.ts';
import { findSubject } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';

/** Pins a revision, or takes a note of it, whether or not the VM runs. */
export function markRevisionOperation(ports: Pick<OperationPorts, 'revisions'>): Operation<'mark-revision'> {
  return {
    plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return Promise.resolve(found);
      const role = chosenRole(found.value.shown, action.role);
      const blockers = markBlockers(found.value.shown, role, action.revision, jobs);
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      const draft = { ...emptyDraft(found.value.registered), action: { ...action, role } };
      return Promise.resolve(ok(finishPlan(draft, [markStep(draft, ports)])));
    },
    steps: (plan) => [markStep(plan, ports)],
  };
}

const markStep = (
  { vm, vmDir, action }: DraftOf<'mark-revision'>,
  { revisions }: Pick<OperationPorts, 'revisions'>,
): Step => ({
  name: 'mark',
  phase: 'switch',
  role: action.role ?? null,
  bytes: null,
  async run() {
    const { role = 'private', revision, isPinned, note } = action;
    const marks = { ...(isPinned === undefined ? {} : { isPinned }), ...(note === undefined ? {} : { note }) };
    return (await revisions.lvm.mark?.({ vm, vmDir, role }, revision, marks)) ?? done;
  },
});
