import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import { jobTag, roleTag, vmTag } from '../storage/lvm/ownership-tags.ts';
import { revisionTag } from '../storage/lvm/session-tags.ts';
import type { SmallDom0 } from '../testing/a-small-dom0.ts';
import { beforeAndAfter, cutEverywhere, inDom0, type Scenario } from '../testing/cut-everywhere.ts';
import { removeOperation } from './remove-vm.ts';

const work = 'work' as VmName;
const tags = [vmTag(work), roleTag('private')];

async function prepare({ lvm, dir }: SmallDom0): Promise<void> {
  lvm.add('work-private.rev-3', [...tags, revisionTag(3)], 'before');
  lvm.add('work-private.job-old1', [...tags, jobTag('old1' as JobId)], 'left by a job');
  lvm.add('work-root', [], 'a standalone’s, once: nothing says that it is this VM’s');
  lvm.add('work-private-backup', [], 'somebody’s');
  await symlink('/usr/lib/systemd/system/qubes-vm@.service', join(dir, 'wants/qubes-vm@work.service'));
}

const removing = (facts: Partial<ActionOf<'remove'>> = {}): Scenario<'remove'> => ({
  action: { kind: 'remove', vm: work, keepsFiles: false, ...facts },
  operationIn: ({ ports }) => removeOperation(ports),
  prepare,
});

test('everything of it goes, and nothing else', async () => {
  const { before, after } = await beforeAndAfter(removing());
  const gone = Object.keys(before).filter((key) => !(key in after));
  expect(gone.sort()).toEqual([
    '/appvms/work',
    '/appvms/work/work.conf',
    '/wants/qubes-vm@work.service',
    'work-private',
    'work-private.job-old1',
    'work-private.rev-3',
  ]);
  const rest = Object.fromEntries(Object.entries(before).filter(([key]) => !gone.includes(key)));
  const registry = String(before['/qubes.xml']).replace(/ {2}<QubesAppVm qid="2".*\n/, '');
  expect(after).toEqual({ ...rest, '/qubes.xml': registry });
});

test('the plan says what goes, what it frees at most, and what stays', () =>
  inDom0(removing(), async ({ plan, jobs, dom0 }) => {
    expect(plan.removes.map(({ path }) => path)).toEqual([
      '/dev/qubes_dom0/work-private',
      '/dev/qubes_dom0/work-private.rev-3',
      '/dev/qubes_dom0/work-private.job-old1',
    ]);
    expect(plan.removesFolders).toMatchObject([{ path: `${dom0.dir}/appvms/work` }]);
    expect(plan.notes).toEqual([{ code: 'namesake-stays', path: '/dev/qubes_dom0/work-root' }]);
    await jobs.cutAfter(0, plan);
  }));

test('with its files kept, it is only registered no more', async () => {
  const { before, after } = await beforeAndAfter(removing({ keepsFiles: true }));
  const registry = String(before['/qubes.xml']).replace(/ {2}<QubesAppVm qid="2".*\n/, '');
  const { '/wants/qubes-vm@work.service': _link, ...rest } = before;
  expect(after).toEqual({ ...rest, '/qubes.xml': registry });
});

test('a template is kept while others are based on it, and told of as the default one', async () => {
  const refused = inDom0(removing({ vm: 'fc20' as VmName }), () => Promise.resolve());
  await expect(refused).rejects.toThrow('"has-children","vm":"fc20","children":["work","mail"]');
});

test(
  'wherever the power goes, a resumed job removes all of it',
  () => cutEverywhere(removing(), { how: 'resume' }),
  60_000,
);

test(
  'wherever the power goes before the switch, a discarded job leaves all of it',
  () => cutEverywhere(removing(), { how: 'discard' }),
  60_000,
);

test('and so it is when it goes once more in the middle of that', async () => {
  await cutEverywhere(removing(), { how: 'resume', second: (first) => (first * 7) % 11, every: 3 });
  await cutEverywhere(removing(), { how: 'discard', second: (first) => (first * 5) % 9, every: 3 });
}, 60_000);

test('a VM that has got the name since keeps what the job had not removed yet', async () => {
  const cutAfter = (changes: number): Promise<boolean> =>
    inDom0(removing(), async ({ plan, jobs, dom0 }) => {
      await jobs.cutAfter(changes, plan);
      // The step behind the switch is done, and the switch with it.
      if ('/wants/qubes-vm@work.service' in (await dom0.everything())) return false;
      const clone = {
        source: 'mail' as VmName,
        name: work,
        dirPath: join(dom0.dir, 'appvms/work'),
        storageType: 'file',
      } as const;
      await dom0.ports.registry.edit({ decide: () => Promise.resolve(ok([{ kind: 'clone', clone }])) });
      const before = await dom0.everything();
      expect((await jobs.goOn('resume')).state).toBe('succeeded');
      const { '/appvms/work/.qubes-storage-job-j1': _mark, ...left } = before;
      expect(await dom0.everything()).toEqual(left);
      return true;
    });
  let changes = 1;
  while (!(await cutAfter(changes))) changes += 1;
});
