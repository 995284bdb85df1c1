import { expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import { beforeAndAfter, cutEverywhere, inDom0, type Scenario } from '../testing/cut-everywhere.ts';
import { renameOperation } from './rename-vm.ts';

const scenario: Scenario<'rename'> = {
  action: { kind: 'rename', vm: 'fc20' as VmName, name: 'office' as VmName },
  operationIn: ({ ports }) => renameOperation(ports),
};

test('everything that is called after a template is called otherwise, and nothing else changes', async () => {
  const { before, after } = await beforeAndAfter(scenario);
  const text = JSON.stringify(after);
  const back = JSON.parse(text.replaceAll('office', 'fc20')) as typeof before;
  const adopted = { tags: ['qubes-storage.role=private', 'qubes-storage.vm=fc20'] };
  expect(back).toEqual({ ...before, 'fc20-private': { ...(before['fc20-private'] as object), ...adopted } });
  expect(text.match(/fc20/g)).toHaveLength(1);
  expect(text).toContain('/vm-templates/office/apps/fc20-firefox.desktop');
});

test('the plan says what it renames, and what it leaves', () =>
  inDom0(scenario, async ({ plan, jobs }) => {
    expect(plan.renames.map(({ from, to, fromVm }) => [from, to, fromVm])).toEqual([
      ['/dev/qubes_dom0/fc20-root', '/dev/qubes_dom0/office-root', 'fc20'],
      ['/dev/qubes_dom0/fc20-root.rev-2', '/dev/qubes_dom0/office-root.rev-2', 'fc20'],
      ['/dev/qubes_dom0/fc20-private', '/dev/qubes_dom0/office-private', null],
    ]);
    expect(plan.notes).toEqual([{ code: 'menus-keep-name', vm: 'fc20', name: 'office' }]);
    expect(plan.holds).toEqual(['fc20', 'office']);
    await jobs.cutAfter(0, plan);
  }));

test(
  'wherever the power goes, a resumed job renames all of it',
  () => cutEverywhere(scenario, { how: 'resume' }),
  60_000,
);

test(
  'wherever the power goes before the switch, a discarded job leaves everything as it was',
  () => cutEverywhere(scenario, { how: 'discard' }),
  60_000,
);

test('and so it is when it goes once more in the middle of that', async () => {
  await cutEverywhere(scenario, { how: 'resume', second: (first) => (first * 7) % 11, every: 3 });
  await cutEverywhere(scenario, { how: 'discard', second: (first) => (first * 5) % 9, every: 3 });
}, 60_000);
