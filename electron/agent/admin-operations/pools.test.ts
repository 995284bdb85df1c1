import { expect, test } from 'vitest';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { PoolUse } from '#shared/domain/pool.ts';
import { AdminClient } from '../qubes/admin-api/admin-client.ts';
import { AdminInventory } from '../qubes/admin-api/admin-inventory.ts';
import { directTransport } from '../qubes/admin-api/testing/direct-transport.ts';
import { timestampNow } from '../job-parts.ts';
import type { AdminLab } from './testing/admin-lab.ts';
import { aLab } from './testing/furnished.ts';

const dom0 = 'dom0' as VmName;
const asDefault = (use: PoolUse, pool: string | null): Action => ({
  kind: 'set-default-pool',
  vm: dom0,
  use,
  pool: pool as PoolId | null,
});
const add = (facts: Partial<ActionOf<'add-pool'>> = {}): Action => ({
  kind: 'add-pool',
  vm: dom0,
  name: 'new',
  driver: 'lvm_thin',
  options: { volume_group: 'qubes_new', thin_pool: 'vm-pool' },
  ...facts,
});
const remove = (pool: string): Action => ({ kind: 'remove-pool', vm: dom0, pool: pool as PoolId });

async function defaultsIn({ qubesd }: AdminLab): Promise<Record<string, readonly PoolUse[] | null>> {
  const client = new AdminClient(directTransport(qubesd));
  const { inventory } = await new AdminInventory({ client, seesAllVms: true, thin: null, now: timestampNow }).look();
  return Object.fromEntries(
    inventory.pools.map((pool) => [pool.name, pool.health === 'unknown' ? pool.defaultFor : null]),
  );
}

async function refusal(lab: AdminLab, action: Action) {
  const plan = await lab.agent().plan(action);
  return plan.ok || plan.error.code !== 'refused' ? plan : plan.error.blockers;
}

test('the default pools are shown, chosen one by one, and follow the one for all again', async () => {
  const lab = aLab();
  const recorded = await defaultsIn(lab);
  expect(recorded).toMatchObject({
    varlibqubes: ['all', 'root', 'private', 'volatile'],
    'linux-kernel': ['kernel'],
    data: [],
  });
  for (const action of [asDefault('private', 'data'), asDefault('all', 'vm-pool')]) {
    expect(await lab.agent().run(action)).toMatchObject({ state: 'succeeded' });
  }
  expect(await defaultsIn(lab)).toMatchObject({
    'vm-pool': ['all', 'root', 'volatile'],
    data: ['private'],
    varlibqubes: [],
  });
  expect(await refusal(lab, asDefault('private', 'data'))).toEqual([
    { code: 'default-already', pool: 'data', use: 'private' },
  ]);
  expect(await lab.agent().run(asDefault('private', null))).toMatchObject({ state: 'succeeded' });
  expect(await defaultsIn(lab)).toMatchObject({ 'vm-pool': ['all', 'root', 'private', 'volatile'], data: [] });
  expect(await refusal(lab, asDefault('root', 'linux-kernel'))).toMatchObject([{ code: 'pool-holds-no-volumes' }]);
  expect(await refusal(lab, asDefault('kernel', 'data'))).toMatchObject([{ code: 'pool-holds-no-kernels' }]);
  expect(await refusal(lab, asDefault('all', null))).toMatchObject([{ code: 'default-for-all-needed' }]);
  expect(await refusal(lab, asDefault('all', 'nope'))).toMatchObject([{ code: 'pool-not-found' }]);
});

test('where the settings may not be read at once they are asked for one by one, or are not known', async () => {
  const lab = aLab();
  lab.qubesd.intercept = ({ method }) => (method === 'admin.property.GetAll' ? { kind: 'refuse' } : undefined);
  expect(await defaultsIn(lab)).toMatchObject({ 'linux-kernel': ['kernel'], data: [] });
  lab.qubesd.intercept = ({ method }) => (method.startsWith('admin.property') ? { kind: 'refuse' } : undefined);
  expect(await defaultsIn(lab)).toMatchObject({ 'linux-kernel': null, data: null });
});

test('a pool is added as it was asked for, used, and not removed as long as anybody does', async () => {
  const lab = aLab();
  expect(await lab.agent().run(add())).toMatchObject({ state: 'succeeded' });
  expect(lab.qubesd.state.pools.get('new')?.config.get('volume_group')).toBe('qubes_new');
  expect(await refusal(lab, add())).toMatchObject([{ code: 'pool-name-taken' }]);
  lab.qubesd.act('admin.property.Set', 'dom0', 'default_pool_root', 'data');
  expect(await refusal(lab, remove('data'))).toEqual([{ code: 'pool-is-default', pool: 'data', uses: ['root'] }]);
  expect(await refusal(lab, remove('vm-pool'))).toMatchObject([
    { code: 'pool-in-use', by: expect.arrayContaining(['work', 'fedora-41-xfce']) as unknown },
  ]);
  expect(await refusal(lab, remove('varlibqubes'))).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ code: 'pool-holds-pools', pools: ['linux-kernel'] })]) as object,
  );
  expect(await lab.agent().plan(remove('new'))).toMatchObject({ value: { notes: [{ code: 'pool-data-stays' }] } });
  const agent = lab.agent();
  const plan = await agent.plan(remove('new'));
  if (!plan.ok) throw new Error(plan.error.code);
  agent.runner.start(plan.value);
  await agent.runner.idle();
  expect(lab.qubesd.state.pools.has('new')).toBe(false);
});

test('what a driver does not know is refused with what it knows', async () => {
  const lab = aLab();
  expect(await refusal(lab, add({ driver: 'btrfs', options: {} }))).toMatchObject([
    { code: 'driver-unknown', drivers: expect.arrayContaining(['lvm_thin', 'zfs']) as unknown },
  ]);
  expect(await refusal(lab, add({ name: 'a b', options: { dir_path: '/x', thin_pool: 'ü' } }))).toMatchObject([
    { code: 'pool-name-not-allowed' },
    { code: 'option-unknown', option: 'dir_path' },
    { code: 'option-value-not-allowed', option: 'thin_pool' },
  ]);
  expect(await lab.agent().run(add({ options: {} }))).toMatchObject({
    state: 'failed',
    failure: { code: 'admin-exception' },
    leftovers: [],
  });
});

test('cut off or refused at its call, an addition and a removal are finished or taken back', async () => {
  for (const when of ['before', 'behind'] as const) {
    const lab = aLab();
    await lab.agent({ death: { at: 1, when } }).run(add());
    expect(await lab.agent().resume()).toMatchObject({ state: 'succeeded' });
    const taken = aLab();
    await taken.agent({ death: { at: 1, when } }).run(add());
    const next = taken.agent();
    expect(await next.runner.discard(next.only().id)).toMatchObject({ ok: true });
    expect(taken.qubesd.state.pools.has('new')).toBe(false);
    const removed = aLab();
    removed.qubesd.act('admin.pool.Add', 'dom0', 'lvm_thin', 'name=new\nthin_pool=p\n');
    await removed.agent({ death: { at: 1, when } }).run(remove('new'));
    expect(await removed.agent().resume()).toMatchObject({ state: 'succeeded' });
    expect(removed.qubesd.state.pools.has('new')).toBe(false);
  }
  for (const fault of [{ kind: 'refuse' }, { kind: 'cut', afterBytes: 1 }] as const) {
    const lab = aLab();
    lab.qubesd.intercept = ({ method }) => (method === 'admin.pool.Add' ? fault : undefined);
    expect(await lab.agent().run(add())).toMatchObject({ state: 'failed', leftovers: [] });
    expect(lab.qubesd.state.pools.has('new')).toBe(false);
  }
});

test('a pool that somebody has begun to use since is kept, and one of ZFS on R4.2 too (T12)', async () => {
  const lab = aLab();
  lab.qubesd.act('admin.pool.Add', 'dom0', 'lvm_thin', 'name=new\nthin_pool=p\nvolume_group=v\n');
  const agent = lab.agent();
  const plan = await agent.plan(remove('new'));
  if (!plan.ok) throw new Error(plan.error.code);
  const moved = lab.qubesd.state.vms.get('work')?.volumes.get('private');
  if (moved !== undefined) moved.pool = 'new';
  agent.runner.start(plan.value);
  await agent.runner.idle();
  expect(agent.only()).toMatchObject({ state: 'failed', failure: { type: 'QubesPoolInUseError' } });
  const zfs = aLab();
  zfs.qubesd.act('admin.pool.Add', 'dom0', 'zfs', 'name=new\ncontainer=c\n');
  expect(await zfs.agent().plan(remove('new'))).toMatchObject({ ok: true });
  zfs.qubesd.state.generation = '4.2';
  expect(await refusal(zfs, remove('new'))).toEqual([{ code: 'pool-would-be-destroyed', pool: 'new' }]);
});
