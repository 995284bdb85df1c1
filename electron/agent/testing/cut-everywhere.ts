import { expect } from 'vitest';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { PlanOf } from '../operations/plan-draft.ts';
import { SmallDom0 } from './a-small-dom0.ts';
import { PowerCutJobs } from './power-cut-jobs.ts';

/** An action in a dom0 of its own. */
export interface Scenario<Kind extends Action['kind']> {
  readonly action: ActionOf<Kind>;
  readonly operationIn: (dom0: SmallDom0) => Operation<Kind>;
  /** What is there beside what every small dom0 has. */
  readonly prepare?: (dom0: SmallDom0) => Promise<void> | void;
}

interface Planned {
  readonly dom0: SmallDom0;
  readonly jobs: PowerCutJobs;
  readonly plan: Plan;
}

/** Plans the action and does `work` with it. */
export async function inDom0<Kind extends Action['kind'], T>(
  { action, operationIn, prepare }: Scenario<Kind>,
  work: (planned: Planned) => Promise<T>,
): Promise<T> {
  const dom0 = await SmallDom0.make();
  await prepare?.(dom0);
  const operation = operationIn(dom0);
  const plan = await operation.plan(action, await dom0.look(), []);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  const jobs = new PowerCutJobs(dom0.power, (one) => operation.steps(one as PlanOf<Kind>));
  try {
    return await work({ dom0, jobs, plan: plan.value });
  } finally {
    await dom0.remove();
    await jobs.remove();
  }
}

interface Outcome {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  /** How many changes it took, those of the journal among them. */
  readonly changes: number;
}

/** Everything in dom0 before the action, and after it. */
export const beforeAndAfter = <Kind extends Action['kind']>(scenario: Scenario<Kind>): Promise<Outcome> =>
  inDom0(scenario, async ({ dom0, jobs, plan }) => {
    const before = await dom0.everything();
    await jobs.cutAfter(Infinity, plan);
    expect(jobs.job().state).toBe('succeeded');
    return { before, after: await dom0.everything(), changes: dom0.power.changes };
  });

interface Cuts {
  readonly how: 'resume' | 'discard';
  /** Of what follows the first cut, how many changes are made until there is another one. */
  readonly second?: (first: number) => number;
  /** A cut before each change takes its time. */
  readonly every?: number;
}

/** The power goes before each change in turn. Whatever is done about it, everything is as before the action, or as after it. */
export async function cutEverywhere<Kind extends Action['kind']>(
  scenario: Scenario<Kind>,
  { how, second = () => Infinity, every = 1 }: Cuts,
): Promise<void> {
  const { after, changes: all } = await beforeAndAfter(scenario);
  const cutAt = (changes: number): Promise<boolean> =>
    inDom0(scenario, async ({ dom0, jobs, plan }) => {
      const before = await dom0.everything();
      const isCut = await jobs.cutAfter(changes, plan);
      await goOn(jobs, how, second(changes));
      const end = await goOn(jobs, how, Infinity);
      expect([changes, end]).toEqual([changes, end === 'cancelled' ? 'cancelled' : 'succeeded']);
      expect(await dom0.everything()).toEqual(end === 'cancelled' ? before : after);
      return isCut;
    });
  const cut = await Promise.all(Array.from({ length: Math.floor(all / every) }, (_, index) => cutAt(index * every)));
  // One that comes behind the last change is none.
  expect(cut.slice(0, -1)).not.toContain(false);
}

/** Behind the point of no return there is only one way. */
async function goOn(jobs: PowerCutJobs, how: 'resume' | 'discard', changes: number): Promise<string> {
  const job = jobs.job();
  if (job.state !== 'interrupted') return job.state;
  return (await jobs.goOn(how === 'discard' && job.canDiscard ? 'discard' : 'resume', changes)).state;
}
