import { expect } from 'vitest';
import type { Action } from '#shared/domain/action.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import { changes, type AdminLab, type Death } from './admin-lab.ts';
import { describedState } from './described-state.ts';
import { furnished } from './furnished.ts';

type Described = ReturnType<typeof describedState>;

/** An act that lets `work` go after it was copied, and what is there when it is done. */
export interface Replacing {
  readonly action: Action;
  readonly done: (before: Described) => Described;
  /** What the job tells then. */
  readonly results: readonly JobResult[];
}

/** Whether a halted VM has all of what `work` held. */
const isWhole = ({ qubesd }: AdminLab): boolean =>
  [...qubesd.state.vms.values()].some((vm) => {
    const volume = vm.volumes.get('private');
    return vm.state === 'Halted' && volume?.content === 'work/private' && volume.sizeBytes === 33_554_432;
  });

function watched(): { readonly lab: AdminLab; readonly before: Described } {
  const lab = furnished();
  const before = describedState(lab.qubesd.state);
  lab.qubesd.intercept = () => {
    if (!isWhole(lab)) throw new Error('nothing whole');
    return undefined;
  };
  return { lab, before };
}

/** Calls that change something, from the plan to the end, when nothing disturbs it. */
async function callsOf(action: Action): Promise<number> {
  const agent = furnished().agent();
  await agent.run(action);
  return agent.changed;
}

async function deathsOf(action: Action): Promise<readonly Death[]> {
  const calls = await callsOf(action);
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((at): readonly Death[] => [
    { at, when: 'before' },
    { at, when: 'behind' },
  ]);
}

/** Killed at any of its calls: at every moment a whole qube is there, and resumed it comes to the same end. */
export async function diesAndResumes({ action, done, results }: Replacing): Promise<void> {
  for (const death of await deathsOf(action)) {
    const { lab, before } = watched();
    await lab.agent({ death }).run(action);
    const next = lab.agent();
    expect([death, next.only().state]).toEqual([death, 'interrupted']);
    const job = await next.resume();
    expect([death, job.state === 'succeeded' ? job.results : job]).toEqual([death, results]);
    expect([death, describedState(lab.qubesd.state)]).toEqual([death, done(before)]);
  }
}

/** Killed a second time while it makes good for the first. */
export async function diesTwiceAndResumes({ action, done }: Replacing): Promise<void> {
  const calls = await callsOf(action);
  for (const first of [10, 20, 30, 40, 50, calls - 5].filter((at) => at < calls)) {
    for (let second = 1; second < 30; second += 4) {
      const { lab, before } = watched();
      await lab.agent({ death: { at: first, when: 'behind' } }).run(action);
      await lab.agent({ death: { at: second, when: 'behind' } }).resume();
      const third = lab.agent();
      if (third.only().state === 'interrupted') await third.resume();
      expect([first, second, describedState(lab.qubesd.state)]).toEqual([first, second, done(before)]);
    }
  }
}

/** Killed and discarded where that is still possible, everything is as before. Answers how often it was. */
export async function diesAndDiscards({ action }: Replacing): Promise<number> {
  let discarded = 0;
  for (const death of await deathsOf(action)) {
    const { lab, before } = watched();
    await lab.agent({ death }).run(action);
    const next = lab.agent();
    const job = next.only();
    if (job.state !== 'interrupted' || !job.canDiscard) continue;
    discarded += 1;
    expect([death, await next.runner.discard(job.id)]).toEqual([death, { ok: true, value: undefined }]);
    expect([death, describedState(lab.qubesd.state)]).toEqual([death, before]);
  }
  return discarded;
}

/** Any call that is refused before `work` goes takes everything back. Answers how many there are. */
export async function isRefusedEverywhere({ action, done }: Replacing): Promise<number> {
  let failed = 0;
  const calls = await callsOf(action);
  for (let at = 1; at <= calls; at += 1) {
    const { lab, before } = watched();
    const look = lab.qubesd.intercept;
    let seen = 0;
    const removed = new Set<string>();
    lab.qubesd.intercept = (request) => {
      const whole = look(request);
      if (!changes(request)) return whole;
      seen += 1;
      if (seen === at) return { kind: 'exception', type: 'QubesException', message: 'not now' };
      if (request.method === 'admin.vm.Remove') removed.add(request.dest);
      return whole;
    };
    const job = await lab.agent().run(action);
    if (!removed.has('work')) {
      failed += 1;
      expect([at, job.state, 'leftovers' in job ? job.leftovers : null]).toEqual([at, 'failed', []]);
      expect([at, describedState(lab.qubesd.state)]).toEqual([at, before]);
    } else if (job.state === 'interrupted') {
      const again = await lab.agent().resume();
      expect([at, again.state]).toEqual([at, 'succeeded']);
      expect([at, describedState(lab.qubesd.state)]).toEqual([at, done(before)]);
    }
  }
  return failed;
}
