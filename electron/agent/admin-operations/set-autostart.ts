import { err, ok } from '#shared/base/result.ts';
import { autostartBlockers } from '#shared/rules/autostart-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { findVm } from './find-vm.ts';

/** Whether a VM starts at boot: systemd's link is made and removed by qubesd together with the property. */
export function setAutostartOperation(ports: AdminPorts): Operation<'set-autostart', AdminWorld> {
  const stepsOf = ({ action }: DraftOf<'set-autostart'>): readonly Step[] => [
    {
      name: 'set',
      phase: 'switch',
      role: null,
      bytes: null,
      run: () => ports.qubes.setProperty(action.vm, 'autostart', action.isOn ? 'True' : 'False'),
    },
  ];
  return {
    plan(action, world, jobs) {
      const vm = findVm(world, action.vm);
      if (!vm.ok) return Promise.resolve(vm);
      const blockers = autostartBlockers(vm.value, jobs);
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      const draft = { ...emptyDraft({ name: action.vm, dirPath: '' }), action };
      return Promise.resolve(ok(finishPlan(draft, stepsOf(draft))));
    },
    steps: stepsOf,
  };
}
