import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { stillRemovable } from './check-removal.ts';
import { switchRegistry } from './switch-registry.ts';

type RemovePlan = DraftOf<'remove'>;

/** From here on the VM is not there any more for anybody. Run again after a crash it finds out whether it is so already. */
export function unregister(plan: RemovePlan, ports: WholeVmPorts): Step {
  return {
    name: 'switch',
    phase: 'switch',
    role: null,
    bytes: null,
    isPointOfNoReturn: true,
    run: ({ job }) =>
      switchRegistry(
        ports.registry,
        (current) => decide(plan, current, ports, job),
        (contents) => isUnregistered(plan, contents, ports, job),
      ),
  };
}

/** By this job: had somebody else renamed the VM, the folder with the job's mark would be there no more. */
const isUnregistered = async (
  { vm, vmDir, removesFolders }: RemovePlan,
  { vms }: RegistryContents,
  { mover }: WholeVmPorts,
  job: JobId,
): Promise<boolean> => {
  if (vms.some(({ name }) => name === vm)) return false;
  return removesFolders.length === 0 || mover.isClaimed(vmDir, job);
};

async function decide(
  plan: RemovePlan,
  current: RegistryContents,
  ports: WholeVmPorts,
  job: JobId,
): Promise<Result<readonly RegistryChange[], Failure>> {
  if (await isUnregistered(plan, current, ports, job)) return ok([]);
  const unchanged = await stillRemovable(plan, current, ports);
  return unchanged.ok ? ok([{ kind: 'remove', vm: plan.vm }]) : unchanged;
}
