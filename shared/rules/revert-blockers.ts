import type { RevertibleRole } from '../domain/action.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn, unfinishedJobOn } from './active-job.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { missingVolumeBlockers, ownsRoot } from './migrate-blockers.ts';
import { chosenRevision } from './chosen-revision.ts';

/** Why a volume may not go back to this revision, or to its newest, now. The window greys its button with it. */
export function revertBlockers(
  vm: Vm,
  role: RevertibleRole,
  revision: string | undefined,
  { vms, pools }: Pick<Inventory, 'vms' | 'pools'>,
  jobs: Iterable<Job>,
): readonly Blocker[] {
  const never = neverBlockers(vm, role);
  if (never.length > 0) return never;
  const volume = vm.volumes.find((one) => one.role === role);
  const pool = pools.find(({ id }) => id === volume?.pool);
  // On image files a root that is half reverted counts as open.
  const unfinished = vm.storageType === 'lvm' ? unfinishedJobOn(vm, jobs) : undefined;
  const children = vms.filter((child) => runsFromFilesOf(child, vm, role));
  return [
    // That the children have it open as well goes without saying.
    ...inUseBlockers(vm, jobs).filter(({ code }) => code !== 'volume-open' || children.length === 0),
    ...children.map((child): Blocker => ({ code: 'child-runs-from-root', vm: vm.name, child: child.name })),
    ...(unfinished === undefined ? [] : [{ code: 'job-unfinished', vm: vm.name, job: unfinished.id } as const]),
    ...missingVolumeBlockers(vm),
    ...(volume?.isDirty === true && vm.power === 'halted'
      ? [{ code: 'session-not-ended', vm: vm.name, role } as const]
      : []),
    ...revisionBlockers(vm, role, revision),
    // Of R4's pools nobody tells.
    ...(pool === undefined || pool.health === 'ok' || pool.health === 'unknown'
      ? []
      : [{ code: 'pool-unhealthy', pool: pool.name, health: pool.health } as const]),
  ];
}

/** Why nothing may be said of this revision now. Whether the VM runs does not matter. */
export function markBlockers(vm: Vm, role: RevertibleRole, revision: string, jobs: Iterable<Job>): readonly Blocker[] {
  const never = neverBlockers(vm, role);
  if (never.length > 0) return never;
  return [...keepingBlockers(vm, jobs), ...(vm.storageType === 'lvm' ? revisionBlockers(vm, role, revision) : [])];
}

/** Why it cannot be chosen how many revisions are kept. */
export function keepingBlockers(vm: Vm, jobs: Iterable<Job>): readonly Blocker[] {
  const never = neverBlockers(vm, 'private');
  if (never.length > 0) return never;
  const job = activeJobOn(vm, jobs);
  return [
    ...(canChooseCount(vm) ? [] : [{ code: 'files-have-one-revision', vm: vm.name } as const]),
    ...(job === undefined ? [] : [{ code: 'job-on-vm', vm: vm.name, job: job.id } as const]),
  ];
}

/** On image files only where the volumes themselves say so, which those of R4 do. */
const canChooseCount = ({ storageType, volumes }: Vm): boolean =>
  storageType === 'lvm' || volumes.some(({ revisionsToKeep }) => revisionsToKeep !== null);

function neverBlockers(vm: Vm, role: RevertibleRole): readonly Blocker[] {
  if (vm.class === 'AdminVM' || vm.class === 'DispVM') {
    return [{ code: 'class-has-no-revisions', vm: vm.name, class: vm.class }];
  }
  if (role === 'private' || ownsRoot(vm) || vm.template === null) return [];
  return [{ code: 'root-is-of-template', vm: vm.name, template: vm.template }];
}

function revisionBlockers(vm: Vm, role: RevertibleRole, revision: string | undefined): readonly Blocker[] {
  if (chosenRevision(vm, role, revision) !== undefined) return [];
  return revision === undefined
    ? [{ code: 'no-revisions', vm: vm.name, role }]
    : [{ code: 'revision-not-found', vm: vm.name, role, revision }];
}

/** On LVM a child has a snapshot of its own, whatever becomes of the root that it was made from. */
const runsFromFilesOf = (child: Vm, vm: Vm, role: RevertibleRole): boolean =>
  role === 'root' && vm.storageType === 'file' && child.template === vm.name && child.power !== 'halted';
