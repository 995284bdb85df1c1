import { expect, test, vi } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import { agentProtocol } from '#shared/contract/agent-contract.ts';
import { anInterruptedJob, anInventory, aSucceededJob, aQueuedJob, timestamp } from '#shared/testing/builders.ts';
import { FakeAgent, type Answers } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { cancelJob, discardJob, resumeJob } from './control-job.ts';

/** An agent with the interrupted job `job-work`. */
const anAgent = (answers: Answers): FakeAgent =>
  new FakeAgent({
    'session.open': () =>
      ok({
        protocol: agentProtocol,
        agent: { version: '0.1.0', hostName: 'dom0', processId: 1 },
        sequence: 0,
        inventory: anInventory(),
        jobs: [anInterruptedJob()],
      }),
    ...answers,
  });

test('resume sees the job through', async () => {
  const agent = anAgent({ 'job.resume': () => ok({}) });
  const context = aContext(agent);
  const code = resumeJob(context, 'job-work');
  await vi.waitUntil(() => agent.asked.includes('job.resume'));
  agent.change(aQueuedJob());
  agent.change(aSucceededJob());
  expect(await code).toBe(0);
  expect(context.printed[0]).toBe('work is on LVM now: /dev/qubes_dom0/work-private');
});

test('a job that is interrupted again is not done', async () => {
  const agent = anAgent({ 'job.resume': () => ok({}) });
  const code = resumeJob(aContext(agent), 'job-work');
  await vi.waitUntil(() => agent.asked.includes('job.resume'));
  agent.change(anInterruptedJob());
  expect(await code).toBe(1);
});

test('cancel is done when what was made for the job is gone', async () => {
  const agent = anAgent({ 'job.cancel': () => ok({}) });
  const context = aContext(agent);
  const code = cancelJob(context, 'job-work');
  await vi.waitUntil(() => agent.asked.includes('job.cancel'));
  agent.change({ ...aQueuedJob(), state: 'cancelled', endedAt: timestamp('2026-11-23T14:00:09.000Z') });
  expect(await code).toBe(0);
});

test('discard says that the VM is as it was', async () => {
  const context = aContext(anAgent({ 'job.discard': () => ok({}) }));
  expect(await discardJob(context, 'job-work')).toBe(0);
  expect(context.printed).toEqual(['Discarded. work is as it was, and nothing was left behind.']);
});

test.each([
  ['resume', resumeJob],
  ['cancel', cancelJob],
  ['discard', discardJob],
])('%s of a job that there is not: exit code 4, and the agent is not bothered', async (_act, command) => {
  const agent = anAgent({});
  expect(await command(aContext(agent), 'job-none')).toBe(4);
  expect(agent.asked).toEqual(['session.open']);
});

test('what a job does not allow in its state is a refusal: exit code 3', async () => {
  const agent = anAgent({
    'job.cancel': ({ job }) => err({ code: 'job-not-in-state', job, state: 'interrupted', act: 'cancel' }),
  });
  expect(await cancelJob(aContext(agent), 'job-work')).toBe(3);
});
