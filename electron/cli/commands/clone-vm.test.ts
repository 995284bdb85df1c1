import { expect, test, vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { aPlan, aQueuedJob, aSnapshot, aSucceededJob, vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { cloneVm } from './clone-vm.ts';

const plan = aPlan({ action: { kind: 'clone', vm: vmName('work'), name: vmName('work2') } });

const anAgent = (): FakeAgent =>
  new FakeAgent({
    'session.open': () => ok(aSnapshot()),
    'plan.make': () => ok({ outcome: 'plan', plan }),
    'plan.start': () => ok(aQueuedJob({ plan })),
  });

test('done: says that the clone is there', async () => {
  const agent = anAgent();
  const context = aContext(agent);
  const code = cloneVm(context, 'work', 'work2', {});
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  agent.change(aSucceededJob({ plan }));
  expect(await code).toBe(0);
  expect(context.printed).toEqual(['work2 is there now, a clone of work.']);
});

test('as JSON it is one record, without kept originals', async () => {
  const agent = anAgent();
  const context = aContext(agent, { isJson: true });
  const code = cloneVm(context, 'work', 'work2', {});
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  agent.change(aSucceededJob({ plan }));
  expect(await code).toBe(0);
  expect(context.json()).toMatchObject([
    { vm: 'work', outcome: 'succeeded', job: { action: 'clone', to: null }, keptOriginals: [] },
  ]);
});

test('a dry run starts nothing', async () => {
  const agent = anAgent();
  expect(await cloneVm(aContext(agent), 'work', 'work2', { dryRun: true })).toBe(0);
  expect(agent.asked).not.toContain('plan.start');
});

test.each(['', '-x', 'dom0', 'a'.repeat(80)])('the name "%s" is refused before a plan is asked for', async (name) => {
  const agent = anAgent();
  expect(await cloneVm(aContext(agent), 'work', name, {})).toBe(3);
  expect(agent.asked).not.toContain('plan.make');
});
