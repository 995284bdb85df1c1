import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import { done, err } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, Timestamp, VmName } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import type { Job } from '#shared/domain/job.ts';
import { aPlan } from '#shared/testing/builders.ts';
import { openJobJournal } from './job-journal.ts';
import { JobRunner } from './job-runner.ts';
import type { Step } from './step.ts';

let dir: string;
let happened: string[];
let shown: Job[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'qsm-jobs-'));
  happened = [];
  shown = [];
});
afterEach(() => rmSync(dir, { recursive: true }));

const aStep = (name: string, changes: Partial<Step> = {}): Step => ({
  name,
  phase: 'copy',
  role: null,
  bytes: null,
  run: () => {
    happened.push(name);
    return Promise.resolve(done);
  },
  undo: () => {
    happened.push(`undo ${name}`);
    return Promise.resolve(done);
  },
  ...changes,
});

const failing = (name: string): Step =>
  aStep(name, { run: () => Promise.resolve(err({ code: 'pool-not-found', pool: 'gone' })) });

/** Never ends by itself: cut off, it is what a killed agent leaves. */
const endless = (name: string): Step =>
  aStep(name, {
    run: async ({ signal }) => {
      happened.push(name);
      while (!signal.aborted) await wait(5);
      return err({ code: 'cancelled' });
    },
  });

let lastJob = 0;
const aRunner = (...steps: Step[]): JobRunner =>
  new JobRunner({
    journal: openJobJournal(dir),
    stepsOf: () => steps,
    newJobId: () => `job-${++lastJob}` as JobId,
    now: () => '2026-11-23T12:00:00.000Z' as Timestamp,
    recordCommands: (_listener, work) => work(),
    onDefect: () => 'ref',
    onChanged: (job) => shown.push(job),
  });

async function untilRunning(runner: JobRunner, step: string): Promise<void> {
  while (!happened.includes(step)) await wait(5);
  expect(runner.list()[0]?.state).toBe('running');
}

test('a job runs its steps in order and succeeds', async () => {
  const runner = aRunner(aStep('one'), aStep('two'));
  runner.start(aPlan());
  await runner.idle();
  expect(happened).toEqual(['one', 'two']);
  expect(runner.list().map(({ state }) => state)).toEqual(['succeeded']);
});

test('a failed step is undone together with all before it, newest first', async () => {
  const runner = aRunner(aStep('one'), failing('two'), aStep('three'));
  runner.start(aPlan());
  await runner.idle();
  expect(happened).toEqual(['one', 'undo two', 'undo one']);
  expect(runner.list()[0]).toMatchObject({ state: 'failed', failure: { code: 'pool-not-found' }, leftovers: [] });
});

test('what an undo could not take back is told', async () => {
  const stubborn = aStep('one', { undo: () => Promise.resolve(err({ code: 'volume-in-use', volume: '/dev/vg/x' })) });
  const runner = aRunner(stubborn, failing('two'));
  runner.start(aPlan());
  await runner.idle();
  expect(runner.list()[0]).toMatchObject({ leftovers: [{ code: 'volume-in-use' }] });
});

test('cancelling stops the running step and takes everything back', async () => {
  const runner = aRunner(aStep('one'), endless('two'));
  const { id } = runner.start(aPlan());
  await untilRunning(runner, 'two');
  expect(runner.cancel(id).ok).toBe(true);
  await runner.idle();
  expect(happened).toEqual(['one', 'two', 'undo two', 'undo one']);
  expect(runner.list()[0]?.state).toBe('cancelled');
});

test('a job that waits for another is cancelled at once', async () => {
  const runner = aRunner(endless('one'));
  const first = runner.start(aPlan());
  const second = runner.start(aPlan());
  await untilRunning(runner, 'one');
  runner.cancel(second.id);
  expect(runner.list()[1]?.state).toBe('cancelled');
  runner.cancel(first.id);
  await runner.idle();
  expect(happened.filter((event) => event === 'one')).toHaveLength(1);
});

test('from the point of no return on a job is neither cancelled nor undone', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const switching = aStep('switch', {
    isPointOfNoReturn: true,
    run: async () => {
      happened.push('switch');
      await held;
      return done;
    },
  });
  const runner = aRunner(aStep('one'), switching, failing('three'));
  const { id } = runner.start(aPlan());
  await untilRunning(runner, 'switch');
  expect(runner.cancel(id)).toMatchObject({ ok: false, error: { code: 'job-not-in-state' } });
  release();
  await runner.idle();
  expect(happened).toEqual(['one', 'switch']);
  const stopped = {
    state: 'interrupted',
    canDiscard: false,
    failure: expect.objectContaining({ code: expect.any(String) as string }) as unknown,
  };
  expect(runner.list()[0]).toMatchObject(stopped);
  // Who asks after the agent was started anew is told why, too; once the step is begun again, that is history.
  const next = aRunner(aStep('one'), aStep('switch', { isPointOfNoReturn: true }), endless('three'));
  expect(next.list()[0]).toMatchObject(stopped);
  next.resume(id);
  await untilRunning(next, 'three');
  const last = aRunner(aStep('one'), aStep('switch', { isPointOfNoReturn: true }), aStep('three'));
  expect(last.list()[0]).toMatchObject({ state: 'interrupted', failure: null });
});

test('a job of a killed agent is interrupted, and resumes at the step that was cut off, with what it remembered', async () => {
  let remembered: unknown;
  const copy = aStep('copy', {
    run: async (tools) => {
      tools.remember({ at: 4096 });
      return endless('copy').run(tools);
    },
  });
  const killed = aRunner(aStep('one'), copy);
  killed.start(aPlan());
  await untilRunning(killed, 'copy');

  const next = aRunner(
    aStep('one'),
    aStep('copy', {
      run: (tools) => {
        remembered = tools.remembered;
        return Promise.resolve(done);
      },
    }),
    aStep('two'),
  );
  const [job] = next.list();
  expect(job).toMatchObject({ state: 'interrupted', canDiscard: true });
  happened = [];
  expect(next.resume(job?.id as JobId).ok).toBe(true);
  await next.idle();
  expect(happened).toEqual(['two']);
  expect(remembered).toEqual({ at: 4096 });
  expect(next.list()[0]?.state).toBe('succeeded');
});

test('a resumed job first looks again whether what it was planned on is still true', async () => {
  const killed = aRunner(aStep('check', { isCheckedAgain: true }), aStep('one'), endless('copy'));
  killed.start(aPlan());
  await untilRunning(killed, 'copy');
  const stale: Step = { ...failing('check'), isCheckedAgain: true };
  const next = aRunner(stale, aStep('one'), aStep('copy'), aStep('two'));
  happened = [];
  next.resume(next.list()[0]?.id as JobId);
  await next.idle();
  expect(happened).toEqual(['undo copy', 'undo one', 'undo check']);
  expect(next.list()[0]).toMatchObject({ state: 'failed', failure: { code: 'pool-not-found' } });
});

test('behind the point of no return nothing is looked at again', async () => {
  const check = (): Step => aStep('check', { isCheckedAgain: true });
  const killed = aRunner(check(), aStep('switch', { isPointOfNoReturn: true }), endless('finish'));
  killed.start(aPlan());
  await untilRunning(killed, 'finish');
  const next = aRunner(check(), aStep('switch', { isPointOfNoReturn: true }), aStep('finish'));
  happened = [];
  next.resume(next.list()[0]?.id as JobId);
  await next.idle();
  expect(happened).toEqual(['finish']);
});

test('cut off in the point of no return, the job asks that step alone how far it came', async () => {
  const check = (): Step => aStep('check', { isCheckedAgain: true });
  const killed = aRunner(check(), { ...endless('switch'), isPointOfNoReturn: true });
  killed.start(aPlan());
  await untilRunning(killed, 'switch');
  const next = aRunner({ ...failing('check'), isCheckedAgain: true }, aStep('switch', { isPointOfNoReturn: true }));
  happened = [];
  next.resume(next.list()[0]?.id as JobId);
  await next.idle();
  expect(happened).toEqual(['switch']);
  expect(next.list()[0]?.state).toBe('succeeded');
});

test.each([
  ['cannot tell', () => Promise.resolve(err<Failure>({ code: 'switch-uncertain', path: '/q.xml' }))],
  ['has a defect', () => Promise.reject(new Error('defect'))],
])('nothing is undone when the point of no return %s whether it was passed', async (_what, run) => {
  const runner = aRunner(aStep('one'), aStep('switch', { isPointOfNoReturn: true, run }));
  runner.start(aPlan());
  await runner.idle();
  expect(happened).toEqual(['one']);
  expect(runner.list()[0]).toMatchObject({ state: 'interrupted', canDiscard: false });
});

test('what steps tell is shown in their order; told again after a crash, it takes the place of what was told before', async () => {
  const grown = (toBytes: number): JobResult => ({
    code: 'volume-grown',
    vm: 'work' as VmName,
    role: 'private',
    fromBytes: bytes(1),
    toBytes: bytes(toBytes),
  });
  const left: JobResult = { code: 'no-filesystem', vm: 'work' as VmName, role: 'private' };
  const telling = (name: string, result: JobResult, end: Step['run']): Step =>
    aStep(name, {
      run: (tools) => {
        tools.tell([result]);
        return end(tools);
      },
    });
  const killed = aRunner(telling('grow', grown(2), (tools) => endless('grow').run(tools)));
  killed.start(aPlan());
  await untilRunning(killed, 'grow');
  const next = aRunner(
    telling('grow', grown(3), () => Promise.resolve(done)),
    telling('fs', left, () => Promise.resolve(done)),
  );
  expect(next.list()[0]?.results).toEqual([grown(2)]);
  next.resume(next.list()[0]?.id as JobId);
  await next.idle();
  expect(next.list()[0]?.results).toEqual([grown(3), left]);
  expect(aRunner().list()[0]?.results).toEqual([grown(3), left]);
});

test('an interrupted job is discarded by undoing every step', async () => {
  const killed = aRunner(aStep('one'), endless('two'));
  killed.start(aPlan());
  await untilRunning(killed, 'two');
  const next = aRunner(aStep('one'), aStep('two'));
  happened = [];
  expect((await next.discard(next.list()[0]?.id as JobId)).ok).toBe(true);
  expect(happened).toEqual(['undo two', 'undo one']);
  expect(aRunner().list()[0]?.state).toBe('cancelled');
});

test('an ended job is as it was after the agent starts again', async () => {
  const runner = aRunner(failing('one'));
  runner.start(aPlan());
  await runner.idle();
  expect(aRunner(failing('one')).list()).toEqual(runner.list());
});

test('a defect in a step fails the job and undoes it', async () => {
  const broken = aStep('two', { run: () => Promise.reject(new Error('defect')) });
  const runner = aRunner(aStep('one'), broken);
  runner.start(aPlan());
  await runner.idle();
  expect(runner.list()[0]).toMatchObject({ state: 'failed', failure: { code: 'internal', reference: 'ref' } });
  expect(happened).toEqual(['one', 'undo two', 'undo one']);
});

test('a last line cut short by a crash is ignored, whatever its length', async () => {
  const killed = aRunner(aStep('one'), endless('two'));
  const { id } = killed.start(aPlan());
  await untilRunning(killed, 'two');
  const path = join(dir, `${id}.jsonl`);
  const whole = readFileSync(path);
  const lastLine = whole.subarray(0, -1).lastIndexOf('\n') + 1;
  for (const cut of [lastLine + 1, Math.floor((lastLine + whole.length) / 2), whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, cut));
    expect(aRunner(aStep('one'), aStep('two')).list()[0]?.state).toBe('interrupted');
  }
});

test('progress is shown at most ten times a second', async () => {
  const chatty = aStep('copy', {
    bytes: bytes(1000),
    run: async ({ report }) => {
      for (let at = 1; at <= 1000; at += 1) {
        report(bytes(at));
        if (at % 10 === 0) await wait(3);
      }
      return done;
    },
  });
  const runner = aRunner(chatty);
  const started = performance.now();
  runner.start(aPlan());
  await runner.idle();
  const mostShown = (performance.now() - started) / 100 + 4;
  expect(shown.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(mostShown);
});
