import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import { anInterruptedJob } from '#shared/testing/builders.ts';
import { roleTag, vmTag } from '../storage/lvm/ownership-tags.ts';
import { fromTag } from '../storage/lvm/session-tags.ts';
import { SmallDom0 } from '../testing/a-small-dom0.ts';
import { beforeAndAfter, cutEverywhere, inDom0, type Scenario } from '../testing/cut-everywhere.ts';
import { setNamingOperation } from './set-naming.ts';

const scenario: Scenario<'set-naming'> = {
  action: { kind: 'set-naming', vm: 'dom0' as VmName, scheme: 'vm-NAME-VOLUME' },
  operationIn: ({ ports }) => setNamingOperation(ports),
};

test('every volume of a VM gets its name, what is kept of it too, and the configurations tell of it', async () => {
  const { before, after } = await beforeAndAfter(scenario);
  const adopted = {
    ...(before['fc20-private'] as object),
    tags: ['qubes-storage.role=private', 'qubes-storage.vm=fc20'],
  };
  expect(after).toEqual({
    ...Object.fromEntries(Object.entries(before).filter(([name]) => !/^(fc20|work)-/.test(name))),
    'vm-fc20-root': before['fc20-root'],
    'vm-fc20-root.rev-2': before['fc20-root.rev-2'],
    'vm-fc20-private': adopted,
    'vm-work-private': before['work-private'],
    '/volume-names': 'vm-NAME-VOLUME\n',
    '/vm-templates/fc20/fc20.conf': String(before['/vm-templates/fc20/fc20.conf']).replace('/fc20-', '/vm-fc20-'),
    '/appvms/work/work.conf': String(before['/appvms/work/work.conf']).replaceAll('/work-', '/vm-work-'),
  });
});

test('and back again', () =>
  inDom0(scenario, async ({ dom0, jobs, plan }) => {
    await jobs.cutAfter(Infinity, plan);
    const there = await dom0.everything();
    const operation = setNamingOperation(dom0.ports);
    const same = await operation.plan(scenario.action, await dom0.look(), []);
    expect(same).toMatchObject({ error: { blockers: [{ code: 'named-so-already' }] } });
    const back = await operation.plan({ ...scenario.action, scheme: 'NAME-VOLUME' }, await dom0.look(), []);
    expect(back.ok && back.value.renames.map(({ from, to }) => [from, to])).toHaveLength(4);
    expect(there['vm-work-private']).toBeDefined();
  }));

test('a name that another volume gives up is taken after it has', () =>
  inDom0(
    {
      ...scenario,
      prepare: ({ lvm }) => {
        lvm.add('vm-fc20-root', [vmTag('work' as VmName), roleTag('root'), fromTag({ uuid: 'x', generation: 1 })], '');
      },
    },
    async ({ dom0, jobs, plan }) => {
      const order = plan.renames.map(({ from }) => from);
      expect(order.indexOf('/dev/qubes_dom0/vm-fc20-root')).toBeLessThan(order.indexOf('/dev/qubes_dom0/fc20-root'));
      await jobs.cutAfter(Infinity, plan);
      expect(jobs.job().state).toBe('succeeded');
      expect(dom0.lvm.get('vm-work-root').tags).toContain('qubes-storage.vm=work');
    },
  ));

test('what is in the way is told at once', async () => {
  const dom0 = await SmallDom0.make();
  dom0.lvm.add('vm-fc20-root', [], 'somebody’s');
  const powers = () => Promise.resolve(ok(new Map([['work' as VmName, 'running' as const]])));
  Object.assign(dom0.ports.hypervisor, { powerStates: powers });
  const job = anInterruptedJob({ id: 'j9' as JobId });
  const plan = await setNamingOperation(dom0.ports).plan(scenario.action, await dom0.look(), [job]);
  expect(plan).toMatchObject({
    error: {
      blockers: [
        { code: 'job-unfinished', job: 'j9' },
        { code: 'vm-not-halted', vm: 'work' },
        { code: 'target-name-taken', vm: 'fc20', volume: 'vm-fc20-root' },
      ],
    },
  });
  await dom0.remove();
});

test(
  'wherever the power goes, a resumed job names all of it',
  () => cutEverywhere(scenario, { how: 'resume' }),
  60_000,
);

test(
  'wherever the power goes before the choice, a discarded job leaves everything as it was',
  () => cutEverywhere(scenario, { how: 'discard' }),
  60_000,
);
