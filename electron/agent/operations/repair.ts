import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { foundAgain, remedyBlockers, vmsOf, type FindingPorts } from './found-again.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';

/**
 * Puts right what was found, a step for each. One that cannot be does not keep the others from it; whether all is well in
 * the end is looked up, not believed. Nothing is undone: no step does anything that could be missed.
 */
export function repairOperation(ports: FindingPorts): Operation<'repair'> {
  return {
    async plan(action, _world, jobs) {
      const contents = await ports.registry.read();
      if (!contents.ok) return contents;
      const found = await foundAgain(action.findings, contents.value, ports.checks, null);
      if (!found.ok) return found;
      const blockers = found.value.flatMap((finding) => remedyBlockers(finding, 'repair', jobs));
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const draft: DraftOf<'repair'> = {
        ...emptyDraft({ name: action.vm, dirPath: '' }),
        action,
        holds: vmsOf(found.value),
        findings: found.value,
      };
      return ok(finishPlan(draft, repairSteps(draft, ports)));
    },
    steps: (plan) => repairSteps(plan, ports),
  };
}

function repairSteps(plan: DraftOf<'repair'>, ports: FindingPorts): readonly Step[] {
  const failures: Failure[] = [];
  const shown = { role: null, bytes: null } as const;
  return [
    { ...shown, name: 'check', phase: 'check', run: ({ job }) => stillFound(plan, ports, job) },
    ...plan.findings.map((finding): Step => ({
      ...shown,
      name: finding.code,
      phase: 'switch',
      async run() {
        const repaired = await ports.checks.repair(finding);
        if (!repaired.ok) failures.push(repaired.error);
        return done;
      },
    })),
    {
      ...shown,
      name: 'look',
      phase: 'finish',
      async run({ job }) {
        const left = await stillThere(plan.findings, ports, job);
        if (!left.ok || left.value.length === 0) return left.ok ? done : left;
        return err(failures[0] ?? { code: 'still-found', findings: left.value.map(({ id }) => id) });
      },
    },
  ];
}

async function stillFound(plan: DraftOf<'repair'>, ports: FindingPorts, job: JobId): Promise<Result<void, Failure>> {
  const contents = await ports.registry.read();
  if (!contents.ok) return contents;
  const found = await foundAgain(plan.action.findings, contents.value, ports.checks, job);
  return found.ok ? done : found;
}

async function stillThere(
  findings: readonly Finding[],
  { registry, checks }: FindingPorts,
  job: JobId,
): Promise<Result<readonly Finding[], Failure>> {
  const contents = await registry.read();
  if (!contents.ok) return contents;
  const report = await checks.run(contents.value, job);
  return ok(report.findings.filter(({ id }) => findings.some((one) => one.id === id)));
}
