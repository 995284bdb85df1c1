import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryContents } from '../../qubes/vm-registry.ts';
import { dependantsOf } from '../dependants.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { stillWhole } from './still-whole.ts';

/** A job may begin long after its plan, or again after a crash: looks whether the plan is still true. */
export function checkRemoval(plan: DraftOf<'remove'>, ports: WholeVmPorts): Step {
  return {
    name: 'check',
    phase: 'check',
    role: null,
    bytes: null,
    isCheckedAgain: true,
    async run({ signal }) {
      const contents = await ports.registry.read({ signal });
      return contents.ok ? stillRemovable(plan, contents.value, ports) : contents;
    },
  };
}

/** The VM is what it was, nothing of it is in use, and no other one has come to need it. */
export async function stillRemovable(
  plan: DraftOf<'remove'>,
  contents: RegistryContents,
  ports: WholeVmPorts,
): Promise<Result<void, Failure>> {
  const volumes = plan.removes.map(({ role, identity }) => ({ vm: plan.vm, role, identity }));
  const whole = await stillWhole(plan, contents, volumes, ports);
  if (!whole.ok) return whole;
  const dependants = Object.values(dependantsOf(plan.vm, contents.vms));
  return dependants.every((names) => names.length === 0) ? done : err({ code: 'vm-changed', vm: plan.vm });
}
