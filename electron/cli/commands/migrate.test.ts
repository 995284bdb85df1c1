import { expect, test, vi } from 'vitest';
import { err, ok, type Result } from '#shared/base/result.ts';
import { agentProtocol, type PlanAnswer } from '#shared/contract/agent-contract.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import {
  aFailedJob,
  anInterruptedJob,
  anInventory,
  aPlan,
  aProgress,
  aQueuedJob,
  aRunningJob,
  aSnapshot,
  aSucceededJob,
  aVm,
  timestamp,
  vmName,
} from '#shared/testing/builders.ts';
import { FakeAgent, type Answers } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { migrateVms } from './migrate.ts';

const running: Blocker = { code: 'vm-not-halted', vm: vmName('busy'), power: 'running' };

const planFor = (vm: string): Result<PlanAnswer, Failure> => {
  if (vm === 'nope') return err({ code: 'vm-not-found', vm });
  if (vm === 'busy') return ok({ outcome: 'refused', blockers: [running] });
  return ok({ outcome: 'plan', plan: aPlan({ vm: vmName(vm) }) });
};
const jobOf = (vm: string): Job => aQueuedJob({ plan: aPlan({ vm: vmName(vm) }) });

/** An agent that knows every VM but `nope`, and of which `busy` runs. */
const anAgent = (answers: Answers = {}): FakeAgent =>
  new FakeAgent({
    'session.open': () =>
      ok({
        protocol: agentProtocol,
        agent: { version: '0.1.0', hostName: 'dom0', processId: 1 },
        sequence: 0,
        inventory: anInventory(),
        jobs: [],
      }),
    'plan.make': ({ action }) => planFor(action.vm),
    'plan.start': ({ action }) => ok(jobOf(action.vm)),
    'job.cancel': () => ok({}),
    ...answers,
  });

const asked = (agent: FakeAgent, name: string): number => agent.asked.filter((one) => one === name).length;
const toLvm = { to: 'lvm' } as const;
const planOf = (vm: string) => ({ plan: aPlan({ vm: vmName(vm) }) });

test('done: says where the VM is, and where the original is and how to see it', async () => {
  const agent = anAgent();
  const context = aContext(agent);
  const code = migrateVms(context, ['work'], toLvm);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  agent.change(aSucceededJob());
  expect(await code).toBe(0);
  expect(context.printed).toEqual([
    'work is on LVM now: /dev/qubes_dom0/work-private',
    'Kept: /var/lib/qubes/appvms/work/private.img (6.2 GiB of data)',
    'See what is kept with: qubes-storage kept ls',
  ]);
});

test('a job that is over before its answer was read is not waited for', async () => {
  const agent: FakeAgent = anAgent({
    'plan.start': () => {
      agent.change(aSucceededJob());
      return ok(jobOf('work'));
    },
  });
  expect(await migrateVms(aContext(agent), ['work'], toLvm)).toBe(0);
});

test.each([
  ['refused by a rule', ['busy'], 3, 'busy: busy is running, not halted. Shut it down first.'],
  ['not found', ['nope'], 4, 'nope: There is no VM named nope.'],
  ['not even a name', [''], 4, ': There is no VM named .'],
])('%s: told with its exit code, and nothing is started', async (_what, vms, code, sentence) => {
  const agent = anAgent();
  const context = aContext(agent);
  expect(await migrateVms(context, vms, toLvm)).toBe(code);
  expect(context.noted).toEqual([sentence]);
  expect(asked(agent, 'plan.start')).toBe(0);
});

test('of several VMs the refused ones are told and the others go on', async () => {
  const agent = anAgent();
  const context = aContext(agent, { isJson: true });
  const code = migrateVms(context, ['busy', 'work', 'personal', 'work'], toLvm);
  await vi.waitUntil(() => asked(agent, 'plan.start') === 2);
  agent.change(aSucceededJob(planOf('work')));
  agent.change(aFailedJob(planOf('personal')));
  expect(await code).toBe(1);
  expect(context.json()).toMatchObject([
    { vm: 'busy', outcome: 'refused', error: { code: 'refused', blockers: [running] }, job: null },
    { vm: 'work', outcome: 'succeeded', keptOriginals: [{ path: '/var/lib/qubes/appvms/work/private.img' }] },
    { vm: 'personal', outcome: 'failed', error: { code: 'verify-mismatch' }, keptOriginals: [] },
  ]);
  expect(context.noted.map((line) => (JSON.parse(line) as { vm: string }).vm)).toEqual(['busy', 'personal']);
});

test('a dry run shows the plan and starts nothing', async () => {
  const agent = anAgent();
  const context = aContext(agent);
  expect(await migrateVms(context, ['work'], { ...toLvm, dryRun: true })).toBe(0);
  expect(agent.asked).toEqual(['session.open', 'plan.make']);
  expect(context.printed.join('\n')).toContain('data      71 % → 72 %');
  expect(context.printed.at(-1)).toBe('6.2 GiB to copy, about 42 s. Nothing was changed.');
});

test('a plan that went stale is made once more', async () => {
  let starts = 0;
  const agent = anAgent({
    'plan.start': ({ action }) => ((starts += 1) === 1 ? err({ code: 'plan-changed' }) : ok(jobOf(action.vm))),
  });
  const code = migrateVms(aContext(agent), ['work'], toLvm);
  await vi.waitUntil(() => starts === 2);
  agent.change(aSucceededJob());
  expect(await code).toBe(0);
});

test('plans that keep going stale are told', async () => {
  const agent = anAgent({ 'plan.start': () => err({ code: 'plan-changed' }) });
  expect(await migrateVms(aContext(agent), ['work'], toLvm)).toBe(1);
  expect(asked(agent, 'plan.make')).toBe(2);
});

test('a pool is found by its name, in full or without the volume group', async () => {
  const pools: unknown[] = [];
  const agent = anAgent({
    'plan.make': ({ action }) => {
      if (action.kind === 'migrate') pools.push(action.pool);
      return planFor('busy');
    },
  });
  for (const pool of ['qubes_dom0/pool0', 'pool0']) await migrateVms(aContext(agent), ['work'], { ...toLvm, pool });
  expect(pools).toEqual(['pool-uuid', 'pool-uuid']);
  expect(await migrateVms(aContext(agent), ['work'], { ...toLvm, pool: 'nope' })).toBe(4);
});

test('Ctrl-C cancels the job and waits for what it takes back', async () => {
  const agent = anAgent();
  const context = aContext(agent);
  const code = migrateVms(context, ['work'], toLvm);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  await Promise.resolve();
  context.pressCtrlC();
  await vi.waitUntil(() => agent.asked.includes('job.cancel'));
  agent.change({ ...jobOf('work'), state: 'cancelled', endedAt: timestamp('2026-11-23T14:00:09.000Z') });
  expect(await code).toBe(130);
  expect(context.noted.at(-1)).toBe('Cancelled. work is as it was, and nothing was left behind.');
});

test('Ctrl-C twice leaves the rest to the agent and says so', async () => {
  const agent = anAgent();
  const context = aContext(agent);
  const code = migrateVms(context, ['work'], toLvm);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  await Promise.resolve();
  context.pressCtrlC();
  context.pressCtrlC();
  expect(await code).toBe(130);
  expect(context.noted.at(-1)).toBe(
    'Left: the agent sees job-work to its end by itself. Look with: qubes-storage jobs',
  );
});

test('a job past its switch is waited for although it was to be cancelled, and is done', async () => {
  const agent = anAgent({
    'job.cancel': () => err({ code: 'job-not-in-state', job: jobOf('work').id, state: 'running', act: 'cancel' }),
  });
  const context = aContext(agent);
  const code = migrateVms(context, ['work'], toLvm);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  await Promise.resolve();
  context.pressCtrlC();
  await vi.waitUntil(() => agent.asked.includes('job.cancel'));
  agent.change(aSucceededJob());
  expect(await code).toBe(0);
});

test.each([
  [
    'is interrupted',
    (agent: FakeAgent) => agent.change(anInterruptedJob()),
    'Go on with: qubes-storage jobs resume job-work',
  ],
  ['loses its agent', (agent: FakeAgent) => agent.die(), 'work: The connection to the agent was lost.'],
])('a job that %s: exit code 1, and what can be done', async (_what, happen, sentence) => {
  const agent = anAgent();
  const context = aContext(agent);
  const code = migrateVms(context, ['work'], toLvm);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  happen(agent);
  expect(await code).toBe(1);
  expect(context.noted.at(-1)).toContain(sentence);
});

test('where the output is kept, progress is told at phases and quarters only', async () => {
  const agent = anAgent();
  const context = aContext(agent);
  const code = migrateVms(context, ['work'], toLvm);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  for (let percent = 0; percent <= 100; percent += 1) {
    const totalBytes = aProgress().totalBytes;
    const doneBytes = Math.floor((totalBytes * percent) / 100) as typeof totalBytes;
    agent.change(aRunningJob({ progress: aProgress({ totalBytes, doneBytes }) }));
  }
  agent.change(aSucceededJob());
  await code;
  expect(context.noted).toEqual([
    'Migration of work has begun.',
    'work: 25 % copied.',
    'work: 50 % copied.',
    'work: 75 % copied.',
  ]);
});

test('with --restart those that run are shut down for it, and started again', async () => {
  let power: 'running' | 'halted' = 'running';
  const agent = anAgent({
    'session.open': () =>
      ok(aSnapshot({ inventory: anInventory({ vms: [aVm({ power }), aVm({ name: vmName('other') })] }) })),
    'vm.stop': () => {
      power = 'halted';
      return ok({});
    },
    'vm.start': () => ok({}),
  });
  const context = aContext(agent);
  const code = migrateVms(context, ['work', 'other'], { to: 'lvm', restart: true });
  await vi.waitUntil(() => asked(agent, 'plan.start') === 2);
  expect([power, asked(agent, 'vm.start')]).toEqual(['halted', 0]);
  agent.change(aSucceededJob({ plan: aPlan({ vm: vmName('work') }) }));
  agent.change(aSucceededJob({ plan: aPlan({ vm: vmName('other') }) }));
  expect(await code).toBe(0);
  expect([asked(agent, 'vm.stop'), asked(agent, 'vm.start')]).toEqual([1, 1]);
});

test('a VM that does not shut down is told of, and nothing is moved', async () => {
  const agent = anAgent({
    'session.open': () => ok(aSnapshot({ inventory: anInventory({ vms: [aVm({ power: 'running' })] }) })),
    'vm.stop': () => err({ code: 'guest-failed', vm: vmName('work'), detail: 'it goes on' }),
  });
  expect(await migrateVms(aContext(agent), ['work'], { to: 'lvm', restart: true })).toBe(1);
  expect(agent.asked).not.toContain('plan.make');
});
