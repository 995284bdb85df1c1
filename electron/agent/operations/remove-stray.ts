import { bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { Step, StepTools } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { foundAgain, remedyBlockers, vmsOf, type FindingPorts } from './found-again.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';

/** Removes for good what no VM is registered to have, or what a job has left behind. */
export function removeStrayOperation(ports: FindingPorts): Operation<'remove-stray'> {
  return {
    async plan(action, _world, jobs) {
      const contents = await ports.registry.read();
      if (!contents.ok) return contents;
      const found = await foundAgain([action.finding], contents.value, ports.checks, null);
      if (!found.ok) return found;
      const blockers = found.value.flatMap((finding) => remedyBlockers(finding, 'remove', jobs));
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const draft: DraftOf<'remove-stray'> = {
        ...emptyDraft({ name: action.vm, dirPath: '' }),
        action,
        holds: vmsOf(found.value),
        findings: found.value,
        freedBytes: bytes(found.value.reduce((sum, finding) => sum + usedBytesOf(finding), 0)),
      };
      return ok(finishPlan(draft, [removeStep(draft, ports)]));
    },
    steps: (plan) => [removeStep(plan, ports)],
  };
}

const usedBytesOf = (finding: Finding): number => ('usedBytes' in finding ? finding.usedBytes : 0);

/** Under the registry's lock, so that nobody registers a VM with it meanwhile. Run again it removes what is left. */
const removeStep = (plan: DraftOf<'remove-stray'>, ports: FindingPorts): Step => ({
  name: 'remove',
  phase: 'free',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run(tools) {
    const edited = await ports.registry.edit({
      async decide(current) {
        const found = await foundAgain([plan.action.finding], current, ports.checks, tools.job);
        const removed = found.ok ? await removeAll(found.value, ports, tools) : goneBefore(found, tools);
        return removed.ok ? ok([]) : removed;
      },
    });
    return edited.ok ? done : edited;
  },
});

async function removeAll(
  findings: readonly Finding[],
  { checks }: FindingPorts,
  { remember }: StepTools,
): Promise<Result<void, Failure>> {
  remember({ hasBegun: true });
  for (const finding of findings) {
    const removed = await checks.remove(finding);
    if (!removed.ok) return removed;
  }
  return done;
}

/** What is not found again has been removed by this job before it was cut off, or is none of its business any more. */
const goneBefore = (refusal: Result<never, Failure>, { remembered }: StepTools): Result<void, Failure> =>
  remembered === undefined ? refusal : done;
