import { err, ok } from '#shared/base/result.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { keepingBlockers } from '#shared/rules/revert-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { findVm } from './find-vm.ts';

/** How many revisions of each of a VM's own volumes stay. qubesd drops those that are too many at once or at its next stop. */
export function setRevisionsOperation(ports: AdminPorts): Operation<'set-revisions', AdminWorld> {
  const setStep = ({ action }: DraftOf<'set-revisions'>, role: Step['role']): Step => ({
    name: 'set',
    phase: 'switch',
    role,
    bytes: null,
    run: () => ports.qubes.setVolume(action.vm, role ?? '', 'revisions_to_keep', action.count),
  });
  return {
    plan(action, world, jobs) {
      const found = findVm(world, action.vm);
      if (!found.ok) return Promise.resolve(found);
      const vm = found.value;
      const isTooMany = action.count > 1 && driversOf(vm, world).includes('file');
      const blockers = [
        ...keepingBlockers(vm, jobs),
        ...(isTooMany ? [{ code: 'files-have-one-revision', vm: vm.name } as const] : []),
      ];
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      const draft = { ...emptyDraft({ name: vm.name, dirPath: '' }), action };
      const steps = movableRoles(vm).map((role) => setStep(draft, role));
      return Promise.resolve(ok(finishPlan(draft, steps)));
    },
    steps: (plan) => plan.steps.map(({ role }) => setStep(plan, role)),
  };
}

const driversOf = ({ volumes }: Vm, { inventory }: AdminWorld): readonly string[] =>
  volumes
    .filter(({ state }) => state.kind === 'present')
    .flatMap(({ pool }) => inventory.pools.filter(({ id }) => id === pool).map(({ driver }) => driver));
