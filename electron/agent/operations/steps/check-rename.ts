import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryContents } from '../../qubes/vm-registry.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { stillWhole } from './still-whole.ts';

/** A job may begin long after its plan, or again after a crash: looks whether the plan is still true. */
export function checkRename(plan: DraftOf<'rename'>, ports: WholeVmPorts): Step {
  return {
    name: 'check',
    phase: 'check',
    role: null,
    bytes: null,
    isCheckedAgain: true,
    async run({ signal }) {
      const contents = await ports.registry.read({ signal });
      return contents.ok ? stillRenamable(plan, contents.value, ports) : contents;
    },
  };
}

/** The VM is what it was, nothing of it is in use, nor of those that run from its images, and nobody has taken the name. */
export async function stillRenamable(
  plan: DraftOf<'rename'>,
  contents: RegistryContents,
  ports: WholeVmPorts,
): Promise<Result<void, Failure>> {
  const { name } = plan.action;
  const volumes = plan.renames.map(({ role, identity }) => ({ vm: plan.vm, role, identity }));
  const whole = await stillWhole(plan, contents, volumes, ports);
  if (!whole.ok) return whole;
  if (contents.vms.some((vm) => vm.name === name)) return err({ code: 'name-taken', name });
  const { vm, powers } = whole.value;
  if (vm.storageType === 'lvm') return done;
  for (const { name: child, template } of contents.vms) {
    const power = powers.get(child) ?? 'halted';
    if (template === plan.vm && power !== 'halted') {
      return err({ code: 'refused', blockers: [{ code: 'child-not-halted', vm: plan.vm, child, power }] });
    }
  }
  return done;
}
