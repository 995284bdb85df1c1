import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn } from './migrate-blockers.ts';

/** Why a VM may not be started now. A template on LVM hands out its root only while nobody writes to it. */
export function startBlockers(vm: Vm, template: Vm | undefined, jobs: Iterable<Job>): readonly Blocker[] {
  if (vm.class === 'AdminVM') return [{ code: 'vm-not-halted', vm: vm.name, power: vm.power }];
  const blockers: Blocker[] = [];
  if (vm.power !== 'halted') blockers.push({ code: 'vm-not-halted', vm: vm.name, power: vm.power });
  if (template?.storageType === 'lvm' && template.power !== 'halted') {
    blockers.push({ code: 'vm-not-halted', vm: template.name, power: template.power });
  }
  const all = [...jobs];
  for (const held of template === undefined ? [vm] : [vm, template]) {
    const job = activeJobOn(held, all);
    if (job !== undefined) blockers.push({ code: 'job-on-vm', vm: held.name, job: job.id });
  }
  for (const { role, state } of vm.volumes) {
    if (state.kind === 'missing') {
      blockers.push({ code: 'image-missing', vm: vm.name, role, lookedFor: state.lookedFor });
    }
  }
  return blockers;
}
