import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { stillRenamable } from './check-rename.ts';
import { renamedFolder } from './renamed-folder.ts';
import { switchRegistry } from './switch-registry.ts';

type RenamePlan = DraftOf<'rename'>;

/** From here on the VM has its new name for everybody. Run again after a crash it finds out whether it has already. */
export function registerRename(plan: RenamePlan, ports: WholeVmPorts): Step {
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
        (contents) => isRenamed(plan, contents, ports, job),
      ),
  };
}

/** By this job: the folder under the new name carries its mark. */
const isRenamed = async (
  plan: RenamePlan,
  { vms }: RegistryContents,
  { mover }: WholeVmPorts,
  job: JobId,
): Promise<boolean> => {
  const { vm, name, dirPath } = renamedFolder(plan);
  const isThere = vms.some((one) => one.name === name && one.dirPath === dirPath);
  return isThere && !vms.some((one) => one.name === vm) && (await mover.isClaimed(dirPath, job));
};

async function decide(
  plan: RenamePlan,
  current: RegistryContents,
  ports: WholeVmPorts,
  job: JobId,
): Promise<Result<readonly RegistryChange[], Failure>> {
  if (await isRenamed(plan, current, ports, job)) return ok([]);
  const unchanged = await stillRenamable(plan, current, ports);
  if (!unchanged.ok) return unchanged;
  const rename = renamedFolder(plan);
  if (!(await ports.mover.isClaimed(rename.dirPath, job))) return err({ code: 'vm-changed', vm: plan.vm });
  return ok([{ kind: 'rename', rename }]);
}
