import { bytes } from '#shared/base/bytes.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { Step } from '../jobs/step.ts';
import type { PlanDraft } from './plan-draft.ts';
import { planFingerprint } from './plan-fingerprint.ts';

/** The draft of a plan that touches nothing yet but holds the VM; an operation adds what it is about. */
export const emptyDraft = ({ name, dirPath }: Pick<RegisteredVm, 'name' | 'dirPath'>): Omit<PlanDraft, 'action'> => ({
  vm: name,
  vmDir: dirPath,
  makes: null,
  holds: [name],
  volumes: [],
  fresh: [],
  removes: [],
  restores: [],
  grows: [],
  findings: [],
  revert: null,
  removesFolders: [],
  renames: [],
  relocation: null,
  copyBytes: bytes(0),
  freedBytes: bytes(0),
  estimatedSeconds: 0,
  poolEffect: null,
  notes: [],
});

/** The plan that the steps of the job carry out, as a person is shown it. */
export function finishPlan(draft: PlanDraft, steps: readonly Step[]): Plan {
  const shown = steps.map(({ name, phase, role, bytes: size, command = null }) => {
    return { name, phase, role, bytes: size, command };
  });
  const plan = { ...draft, steps: shown };
  return { ...plan, fingerprint: planFingerprint(plan) };
}
