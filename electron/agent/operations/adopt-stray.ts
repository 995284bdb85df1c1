import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding, FindingOf } from '#shared/domain/finding.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { inUseBlockers } from '#shared/rules/in-use-blockers.ts';
import { findSubject } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { foundAgain, remedyBlockers, type FindingPorts } from './found-again.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';

/** Gives a halted VM the volume that it misses: one that was found, and that no VM is registered to have. */
export function adoptStrayOperation(ports: FindingPorts): Operation<'adopt-stray'> {
  return {
    async plan(action, world, jobs) {
      const subject = findSubject(world, action.vm);
      if (!subject.ok) return subject;
      const contents = await ports.registry.read();
      if (!contents.ok) return contents;
      const found = await foundAgain([action.finding], contents.value, ports.checks, null);
      if (!found.ok) return found;
      const blockers = [
        ...inUseBlockers(subject.value.shown, jobs),
        ...found.value.flatMap((finding) => remedyBlockers(finding, 'adopt', jobs)),
        ...found.value.flatMap((finding) => notMissing(finding, action.vm)),
      ];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const draft: DraftOf<'adopt-stray'> = {
        ...emptyDraft(subject.value.registered),
        action,
        holds: [action.vm],
        findings: found.value,
      };
      return ok(finishPlan(draft, [adoptStep(draft, ports)]));
    },
    steps: (plan) => [adoptStep(plan, ports)],
  };
}

const notMissing = (finding: Finding, vm: VmName): readonly Blocker[] =>
  finding.code === 'orphan-volume' && finding.candidates.length > 0 && !finding.candidates.includes(vm)
    ? [{ code: 'nothing-missing', vm, role: finding.role }]
    : [];

/** Under the registry's lock, so that nobody changes what the VM is meanwhile. */
const adoptStep = (plan: DraftOf<'adopt-stray'>, ports: FindingPorts): Step => ({
  name: 'adopt',
  phase: 'switch',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run({ job, remember, remembered }) {
    const edited = await ports.registry.edit({
      async decide(current) {
        const found = await foundAgain([plan.action.finding], current, ports.checks, job);
        // Once it has its tags it is not found any more, though perhaps it has not got its name.
        if (!found.ok && remembered === undefined) return found;
        remember({ hasBegun: true });
        const adopted = await adoptAll(plan, ports);
        return adopted.ok ? ok([]) : adopted;
      },
    });
    return edited.ok ? done : edited;
  },
});

async function adoptAll(
  { findings, action }: DraftOf<'adopt-stray'>,
  { checks }: FindingPorts,
): Promise<Result<void, Failure>> {
  for (const finding of findings.filter(isOrphan)) {
    const adopted = await checks.adopt(finding, action.vm);
    if (!adopted.ok) return adopted;
  }
  return done;
}

const isOrphan = (finding: Finding): finding is FindingOf<'orphan-volume'> => finding.code === 'orphan-volume';
