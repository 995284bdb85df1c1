import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn } from './active-job.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { outOfReachBlockers } from './out-of-reach-blockers.ts';

/**
 * Why a VM may not be started now. One that has crashed may: what is left of it is put in order first. Its template may
 * run meanwhile: the VM gets the root that was there before.
 */
export function startBlockers(vm: Vm, template: Vm | undefined, jobs: Iterable<Job>): readonly Blocker[] {
  if (vm.class === 'AdminVM') return [{ code: 'vm-not-halted', vm: vm.name, power: vm.power }];
  if (vm.class === 'DispVM') return [{ code: 'disposable-starts-once', vm: vm.name }];
  const all = [...jobs];
  const blockers = inUseBlockers(vm, all).filter((blocker) => !isNoObstacle(blocker, vm));
  const job = template === undefined ? undefined : activeJobOn(template, all);
  return [
    ...blockers,
    ...(isWrittenToBelow(template)
      ? [{ code: 'vm-not-halted', vm: template.name, power: template.power } as const]
      : []),
    ...(job === undefined || template === undefined
      ? []
      : [{ code: 'job-on-vm', vm: template.name, job: job.id } as const]),
    ...outOfReachBlockers(vm),
    ...(template === undefined || !isMadeFromTemplate(vm) ? [] : outOfReachBlockers(template, ['root'])),
  ];
}

const isMadeFromTemplate = ({ volumes }: Vm): boolean =>
  volumes.some(({ role, state }) => role === 'root' && state.kind === 'from-template');

/** A file template's root is open as long as its children run, and the session looks whether it is nobody else. */
const isNoObstacle = (blocker: Blocker, vm: Vm): boolean =>
  (blocker.code === 'vm-not-halted' && blocker.power === 'crashed') ||
  (blocker.code === 'volume-open' && blocker.role === 'root' && vm.class === 'TemplateVM' && vm.storageType === 'file');

/** core-2 keeps no old blocks of an HVM template on image files: what it writes its VMs would see. */
const isWrittenToBelow = (template: Vm | undefined): template is Vm =>
  template?.class === 'TemplateHVM' && template.storageType === 'file' && template.power !== 'halted';
