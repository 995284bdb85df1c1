import { err, ok, type Result } from '#shared/base/result.ts';
import type { RevertibleRole } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { chosenRevision, chosenRole } from '#shared/rules/chosen-revision.ts';
import { revertBlockers } from '#shared/rules/revert-blockers.ts';
import type { Step, StepTools } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import { adminRequest } from '../qubes/admin-api/admin-request.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { checkHalted, findVm } from './find-vm.ts';
import { recordVolume } from './record-qube.ts';
import { sessionBlockers } from './session-blockers.ts';

/** Makes an older state of a volume the one of now. What is now is gone: qubesd does not keep it. */
export function revertOperation(ports: AdminPorts): Operation<'revert', AdminWorld> {
  const stepsOf = (plan: DraftOf<'revert'>): readonly Step[] => [
    {
      name: 'revert',
      phase: 'switch',
      role: plan.action.role ?? null,
      bytes: null,
      isPointOfNoReturn: true,
      run: (tools) => revert(plan, tools, ports),
    },
  ];
  return {
    async plan(action, world, jobs) {
      const found = findVm(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value;
      const role = chosenRole(vm, action.role);
      const blockers = revertBlockers(vm, role, action.revision, world.inventory, jobs);
      const revision = chosenRevision(vm, role, action.revision);
      if (revision === undefined || blockers.length > 0) return err({ code: 'refused', blockers });
      const volume = await recordVolume(ports.qubes, vm.name, role);
      if (!volume.ok) return volume;
      const dirty = await sessionBlockers(vm.name, volume.value === null ? [] : [volume.value], ports);
      if (!dirty.ok) return dirty;
      if (dirty.value.length > 0) return err({ code: 'refused', blockers: dirty.value });
      const draft: DraftOf<'revert'> = {
        ...emptyDraft({ name: vm.name, dirPath: '' }),
        action: { kind: 'revert', vm: vm.name, role, revision: revision.id },
        notes: [{ code: 'now-is-lost', since: revision.takenAt }, ...childNotes(vm, role, world)],
      };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

function childNotes(vm: Vm, role: RevertibleRole, { inventory }: AdminWorld): readonly PlanNote[] {
  const running = inventory.vms.filter(({ template, power }) => template === vm.name && power !== 'halted');
  return role === 'root' && running.length > 0
    ? [{ code: 'children-become-outdated', children: running.map(({ name }) => name) }]
    : [];
}

/** Going back to the same revision a second time changes nothing: it is still there. */
async function revert(
  { action }: DraftOf<'revert'>,
  { remembered, remember }: Pick<StepTools, 'remembered' | 'remember'>,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const { vm, role = 'private', revision = '' } = action;
  const halted = await checkHalted(vm, { qubes });
  // What was cut off may have come about, and the VM been started since: then it is left as it is.
  if (!halted.ok) return remembered === undefined ? halted : err({ code: 'switch-uncertain', path: 'qubesd' });
  const revisions = await qubes.revisions(vm, role);
  if (!revisions.ok) return revisions;
  if (!revisions.value.includes(revision)) return err({ code: 'revision-gone', vm, role });
  remember({ begun: true });
  return qubes.act(adminRequest('admin.vm.volume.Revert', vm, role, revision));
}
