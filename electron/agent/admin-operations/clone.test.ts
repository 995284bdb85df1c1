import { expect, test } from 'vitest';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import { describedState, describedVm } from './testing/described-state.ts';
import { furnished } from './testing/furnished.ts';

const clone = (pool?: string) =>
  ({
    kind: 'clone',
    vm: 'work' as VmName,
    name: 'work2' as VmName,
    ...(pool === undefined ? {} : { pool: pool as PoolId }),
  }) as const;

/** As it must be: the source, but for its name and where it is. */
function expectedClone(lab: ReturnType<typeof furnished>, pool: string, group: string) {
  const source = lab.qubesd.state.vms.get('work');
  if (source === undefined) throw new Error('work');
  const described = structuredClone(describedVm(source));
  described.properties['name'] = 'work2';
  described.properties['default_dispvm'] = 'work2';
  for (const [name, volume] of Object.entries(described.volumes)) {
    if (name === 'private' || name === 'volatile') Object.assign(volume, { pool, vid: `${group}/vm-work2-${name}` });
    if (name === 'root') Object.assign(volume, { vid: 'qubes_dom0/vm-work2-root' });
  }
  return JSON.parse(
    JSON.stringify(described).replaceAll(`frontend_domain='work'`, `frontend_domain='work2'`),
  ) as object;
}

test.each([
  [undefined, 'vm-pool', 'qubes_dom0'],
  ['data', 'data', 'qubes_data'],
])('a qube is cloned with all of its settings, to pool %s', async (asked, pool, group) => {
  const lab = furnished();
  const before = describedState(lab.qubesd.state);
  const job = await lab.agent().run(clone(asked));
  expect(job).toMatchObject({ state: 'succeeded' });
  const made = lab.qubesd.state.vms.get('work2');
  if (made === undefined) throw new Error('work2');
  expect(describedVm(made)).toEqual(expectedClone(lab, pool, group));
  expect(made.volumes.get('private')?.revisions).toEqual([]);
  const after = describedState(lab.qubesd.state);
  delete after.vms['work2'];
  expect(after).toEqual(before);
});

test('killed at any of its calls, a clone is finished or goes again, and its source is as it was', async () => {
  const undisturbed = furnished().agent();
  await undisturbed.run(clone('data'));
  for (let at = 1; at <= undisturbed.changed; at += 1) {
    for (const when of ['before', 'behind'] as const) {
      for (const how of ['resume', 'discard'] as const) {
        const lab = furnished();
        const before = describedState(lab.qubesd.state);
        await lab.agent({ death: { at, when } }).run(clone('data'));
        const next = lab.agent();
        const job = next.only();
        if (job.state !== 'interrupted') throw new Error(job.state);
        if (how === 'discard' && job.canDiscard) {
          expect([at, when, await next.runner.discard(job.id)]).toEqual([at, when, { ok: true, value: undefined }]);
          expect([at, when, describedState(lab.qubesd.state)]).toEqual([at, when, before]);
          continue;
        }
        expect([at, when, (await next.resume()).state]).toEqual([at, when, 'succeeded']);
        const made = lab.qubesd.state.vms.get('work2');
        expect([at, when, made && describedVm(made)]).toEqual([at, when, expectedClone(lab, 'data', 'qubes_data')]);
      }
    }
  }
}, 120_000);

test('a name that is taken, a source that runs and a pool that is none are refused', async () => {
  const lab = furnished();
  const refused = async (action: object) => {
    const plan = await lab.agent().plan({ ...clone(), ...action });
    return plan.ok || plan.error.code !== 'refused' ? plan : plan.error.blockers;
  };
  expect(await refused({ name: 'vault' })).toMatchObject([{ code: 'name-taken', by: 'vm' }]);
  expect(await refused({ pool: 'linux-kernel' })).toMatchObject([{ code: 'pool-holds-no-volumes' }]);
  expect(await refused({ to: 'lvm' })).toMatchObject([{ code: 'pool-needed' }]);
  lab.qubesd.act('admin.vm.Start', 'vault');
  expect(await refused({ vm: 'vault' })).toMatchObject([{ code: 'vm-not-halted' }]);
});

test('a stranger who takes the name meanwhile keeps it', async () => {
  const lab = furnished();
  lab.qubesd.intercept = ({ method }) => {
    if (method.startsWith('admin.vm.CreateInPool')) {
      lab.qubesd.intercept = () => undefined;
      lab.qubesd.act('admin.vm.Create.AppVM', 'dom0', '', 'name=work2 label=red');
    }
    return undefined;
  };
  expect(await lab.agent().run(clone('data'))).toMatchObject({ state: 'failed' });
  expect(lab.qubesd.state.vms.get('work2')?.properties.get('label')?.value).toBe('red');
});
