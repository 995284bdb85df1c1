import { expect, test, vi } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { aRevision } from '#shared/testing/a-revision.ts';
import {
  anInventory,
  aPlan,
  aQueuedJob,
  aSnapshot,
  aSucceededJob,
  aVm,
  aVolume,
  vmName,
} from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { listRevisions } from './list-revisions.ts';
import { markRevision } from './mark-revision.ts';
import { revertVm } from './revert-vm.ts';

const kept = [
  aRevision({ id: '3', isPinned: true, note: 'before the upgrade' }),
  aRevision({ id: '4', exclusiveBytes: mib(12), isCommitted: true }),
];
const onLvm = aVm({
  storageType: 'lvm',
  volumes: [
    aVolume({ storage: 'lvm', revisions: kept, revisionsToKeep: 2, isDirty: true }),
    aVolume({ role: 'volatile' }),
  ],
});
const fileTemplate = aVm({ name: vmName('fc20'), template: null });

function anAgent(vm: Vm): { readonly agent: FakeAgent; readonly planned: Action[] } {
  const inventory = anInventory({ vms: [vm] });
  const planned: Action[] = [];
  const planOf = (action: Action) =>
    aPlan({ vm: vm.name, action, volumes: [], notes: [{ code: 'now-is-lost', since: null }] });
  const agent = new FakeAgent({
    'inventory.get': () => ok(inventory),
    'session.open': () => ok({ ...aSnapshot(), inventory }),
    'plan.make': ({ action }) => {
      planned.push(action);
      return ok({ outcome: 'plan', plan: planOf(action) });
    },
    'plan.start': ({ action }) => ok(aQueuedJob({ plan: planOf(action) })),
  });
  return { agent, planned };
}

test('revisions are listed newest first, from what is now, and only of what keeps any', async () => {
  const context = aContext(anAgent(onLvm).agent);
  expect(await listRevisions(context, 'work', undefined)).toBe(0);
  const [, now = '', newest = '', oldest = '', ...rest] = context.printed;
  expect(now).toMatch(/^private +now/);
  expect(newest).toMatch(/^private +4 .*12 MiB.* committed$/);
  expect(oldest).toMatch(/^private +3 .* yes +before the upgrade$/);
  expect(rest).toEqual(['', 'Of private, the newest 2 stay at each stop, and what is pinned.']);
});

test('a VM without revisions says so, and one that is not there is not found', async () => {
  const context = aContext(anAgent(fileTemplate).agent);
  expect(await listRevisions(context, 'fc20', undefined)).toBe(0);
  expect(context.printed).toEqual(['No older states of fc20 are kept.']);
  expect(await listRevisions(context, 'nobody', undefined)).toBe(4);
});

test('on LVM a revert begins at once: what is now is kept', async () => {
  const { agent, planned } = anAgent(onLvm);
  const context = aContext(agent);
  const code = revertVm(context, 'work', { to: '3', isDryRun: false, isSure: false });
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  const action = { kind: 'revert', vm: onLvm.name, role: 'private', revision: '3' } as const;
  agent.change(aSucceededJob({ plan: aPlan({ action, volumes: [] }) }));
  expect(await code).toBe(0);
  expect(planned).toEqual([{ kind: 'revert', vm: 'work', revision: '3' }]);
  expect(context.printed).toEqual(['The private volume of work is back at revision 3.']);
});

test('on image files it wants to be sure, and says how', async () => {
  const { agent } = anAgent(fileTemplate);
  const context = aContext(agent);
  expect(await revertVm(context, 'fc20', { volume: 'root', isDryRun: false, isSure: false })).toBe(3);
  expect(agent.asked).not.toContain('plan.start');
  expect(context.noted.at(-1)).toContain('revert fc20 --volume root --yes');
});

test('a mark says only what was asked for', async () => {
  const { agent, planned } = anAgent(onLvm);
  const code = markRevision(aContext(agent), 'work', { revision: '3' }, { note: null });
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  const action = { kind: 'mark-revision', vm: onLvm.name, revision: '3', note: null } as const;
  agent.change(aSucceededJob({ plan: aPlan({ action, volumes: [] }) }));
  expect(await code).toBe(0);
  expect(planned).toEqual([action]);
});
