import { expect, test, vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import { aPlan, aQueuedJob, aSnapshot, aSucceededJob, vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { setVm } from './set-vm.ts';

const planOf = (action: Action) =>
  aPlan({ action, volumes: [], steps: [{ name: 'link', phase: 'switch', role: null, bytes: null, command: null }] });

function anAgent(): { readonly agent: FakeAgent; readonly planned: Action[] } {
  const planned: Action[] = [];
  const agent = new FakeAgent({
    'session.open': () => ok(aSnapshot()),
    'plan.make': ({ action }) => {
      planned.push(action);
      return ok({ outcome: 'plan', plan: planOf(action) });
    },
    'plan.start': ({ action }) => ok(aQueuedJob({ plan: planOf(action) })),
  });
  return { agent, planned };
}

test('a setting becomes a job, and its end is told', async () => {
  const { agent, planned } = anAgent();
  const context = aContext(agent);
  const code = setVm(context, 'work', 'autostart=on', false);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  const action = { kind: 'set-autostart', vm: vmName('work'), isOn: true } as const;
  agent.change(aSucceededJob({ plan: planOf(action) }));
  expect(await code).toBe(0);
  expect(planned).toEqual([action]);
  expect(context.printed).toEqual(['work starts at boot.']);
});

test.each(['lvm', 'file'] as const)(
  'the kind of storage is set to %s by a migration, and by nothing else',
  async (to) => {
    const { agent, planned } = anAgent();
    expect(await setVm(aContext(agent), 'work', `storage=${to}`, true)).toBe(0);
    expect(planned).toEqual([{ kind: 'migrate', vm: vmName('work'), to }]);
  },
);

test('a dry run shows what would be done, without sizes that it has none of', async () => {
  const { agent } = anAgent();
  const context = aContext(agent);
  expect(await setVm(context, 'work', 'autostart=off', true)).toBe(0);
  expect(agent.asked).not.toContain('plan.start');
  expect(context.printed[0]).toBe('Do not start work at boot');
  expect(context.printed.at(-1)).toBe('Nothing was changed.');
});
