import { expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { AdminLab } from './testing/admin-lab.ts';
import { describedState } from './testing/described-state.ts';
import { aLab, furnished } from './testing/furnished.ts';

type Create = ActionOf<'create'>;

const create = (action: Partial<Create> = {}): Create => ({
  kind: 'create',
  vm: 'new' as VmName,
  class: 'AppVM',
  ...action,
});

const made = ({ qubesd }: AdminLab) => {
  const vm = qubesd.state.vms.get('new');
  if (vm === undefined) throw new Error('new');
  const property = (name: string) => vm.properties.get(name)?.value;
  return { vm, property, volume: (name: string) => vm.volumes.get(name) };
};

/** All but the new one. */
function others({ qubesd }: AdminLab): ReturnType<typeof describedState> {
  const state = describedState(qubesd.state);
  delete state.vms['new'];
  return state;
}

/** `data` as the default for private volumes, so that a default is told from what a template has. */
function withDefaults(generation: '4.2' | '4.3' = '4.3'): AdminLab {
  const lab = furnished(generation);
  lab.qubesd.act('admin.property.Set', 'dom0', 'default_pool_private', 'data');
  return lab;
}

test.each(['4.2', '4.3'] as const)('on R%s an AppVM is made as it was asked for', async (generation) => {
  const lab = withDefaults(generation);
  const before = others(lab);
  const wish = create({
    label: 'green',
    netvm: { kind: 'none' },
    memoryMib: 500,
    vcpus: 3,
    isInternal: true,
    isForDisposables: true,
    pools: { volatile: 'vm-pool' as PoolId },
    privateBytes: gib(4),
  });
  const plan = await lab.agent().plan(wish);
  expect(plan.ok && plan.value).toMatchObject({
    action: { template: 'fedora-41-xfce', pools: { private: 'data', volatile: 'vm-pool' } },
    fresh: [{ role: 'private', toPool: 'data', targetPath: '/dev/qubes_data/vm-new-private', targetSizeBytes: gib(4) }],
    holds: ['new', 'fedora-41-xfce'],
  });
  expect(await lab.agent().run(wish)).toMatchObject({ state: 'succeeded' });
  const { vm, property, volume } = made(lab);
  expect([vm.class, vm.state, ...vm.features]).toEqual(['AppVM', 'Halted', ['internal', '1']]);
  expect([...vm.tags]).not.toContain('backup-restore-in-progress');
  expect(['label', 'template', 'netvm', 'memory', 'vcpus', 'template_for_dispvms'].map(property)).toEqual([
    'green',
    'fedora-41-xfce',
    '',
    '500',
    '3',
    'True',
  ]);
  expect(volume('private')).toMatchObject({ pool: 'data', sizeBytes: gib(4), content: '' });
  expect(volume('volatile')).toMatchObject({ pool: 'vm-pool' });
  expect(volume('root')).toMatchObject({ pool: 'vm-pool', snapOnStart: true });
  expect(others(lab)).toEqual(before);
});

test('a template and a standalone begin empty, or with what a template has', async () => {
  for (const vmClass of ['TemplateVM', 'StandaloneVM'] as const) {
    const empty = withDefaults();
    const sizes = { rootBytes: gib(20), pool: 'data' as PoolId };
    expect(await empty.agent().run(create({ class: vmClass, template: null, ...sizes }))).toMatchObject({
      state: 'succeeded',
    });
    expect(made(empty).vm.class).toBe(vmClass);
    expect(made(empty).volume('root')).toMatchObject({ pool: 'data', sizeBytes: gib(20), content: '', mappedBytes: 0 });
    const full = withDefaults();
    const before = others(full);
    const template = 'fedora-41-xfce' as VmName;
    const wish = create({ class: vmClass, template, label: 'blue', memoryMib: 700 });
    const plan = await full.agent().plan(wish);
    expect(plan.ok && plan.value).toMatchObject({ copyBytes: 0, notes: [{ code: 'shares-blocks', pool: 'vm-pool' }] });
    expect(await full.agent().run(wish)).toMatchObject({ state: 'succeeded' });
    const { vm, property, volume } = made(full);
    expect([vm.class, property('label'), property('memory'), property('installed_by_rpm')]).toEqual([
      vmClass,
      'blue',
      '700',
      'False',
    ]);
    expect(volume('root')).toMatchObject({ pool: 'vm-pool', content: 'fedora-41-xfce/root', revisions: [] });
    expect(vm.features.has('storage-move.id')).toBe(false);
    expect(others(full)).toEqual(before);
  }
});

test('each volume of a standalone goes to the pool that is named for it', async () => {
  const lab = withDefaults();
  const template = 'fedora-41-xfce' as VmName;
  const pools = { root: 'data' as PoolId, volatile: 'varlibqubes' as PoolId };
  expect(await lab.agent().run(create({ class: 'StandaloneVM', template, pools }))).toMatchObject({
    state: 'succeeded',
  });
  const { volume } = made(lab);
  expect(['root', 'private', 'volatile'].map((name) => volume(name)?.pool)).toEqual(['data', 'vm-pool', 'varlibqubes']);
  expect(volume('root')).toMatchObject({ content: 'fedora-41-xfce/root' });
});

const kinds = {
  AppVM: create({ netvm: { kind: 'none' }, isInternal: true, privateBytes: gib(3) }),
  TemplateVM: create({ class: 'TemplateVM', template: null }),
  StandaloneVM: create({ class: 'StandaloneVM', template: 'fedora-41-xfce' as VmName, label: 'gray' }),
};

test.each(Object.entries(kinds))(
  'killed at any of its calls, the making of a %s is finished or goes again',
  async (_, wish) => {
    const undisturbed = withDefaults();
    const agent = undisturbed.agent();
    await agent.run(wish);
    const expected = describedState(undisturbed.qubesd.state);
    for (let at = 1; at <= agent.changed; at += 1) {
      for (const when of ['before', 'behind'] as const) {
        for (const how of ['resume', 'discard'] as const) {
          const lab = withDefaults();
          const before = describedState(lab.qubesd.state);
          await lab.agent({ death: { at, when } }).run(wish);
          const next = lab.agent();
          const job = next.only();
          if (job.state !== 'interrupted') throw new Error(job.state);
          if (how === 'discard' && job.canDiscard) {
            expect([at, when, await next.runner.discard(job.id)]).toEqual([at, when, { ok: true, value: undefined }]);
            expect([at, when, describedState(lab.qubesd.state)]).toEqual([at, when, before]);
            continue;
          }
          expect([at, when, (await next.resume()).state]).toEqual([at, when, 'succeeded']);
          expect([at, when, describedState(lab.qubesd.state)]).toEqual([at, when, expected]);
        }
      }
    }
  },
  120_000,
);

test('refused without a word at any of its calls, nothing of it stays', async () => {
  const undisturbed = withDefaults().agent();
  await undisturbed.run(kinds.AppVM);
  for (let at = 2; at < undisturbed.changed; at += 1) {
    const lab = withDefaults();
    const before = describedState(lab.qubesd.state);
    const faults = [{ kind: 'refuse' } as const];
    lab.qubesd.intercept = ({ method }) => {
      const seen = lab.qubesd.asked.filter((one) => /\.(Set|Resize|CreateInPool\.AppVM)$/.test(one.method)).length;
      if (seen !== at || /\.(Get|List|Info)$/.test(method)) return undefined;
      return faults.pop();
    };
    const job = await lab.agent().run(kinds.AppVM);
    if (faults.length > 0) continue;
    expect([at, job.state, 'leftovers' in job ? job.leftovers : null]).toEqual([at, 'failed', []]);
    expect([at, describedState(lab.qubesd.state)]).toEqual([at, before]);
  }
});

test('what qubesd makes otherwise goes again, and volumes that it leaves then are told (T9)', async () => {
  const lab = withDefaults();
  lab.qubesd.faults.leavesVolumes = true;
  lab.qubesd.intercept = ({ method, dest, arg }) => {
    if (method === 'admin.vm.property.Get' && dest === 'new' && arg === 'label') {
      lab.qubesd.act('admin.vm.property.Set', 'new', 'label', 'red');
    }
    return undefined;
  };
  expect(await lab.agent().run(create({ label: 'green' }))).toMatchObject({
    state: 'failed',
    failure: { code: 'not-as-asked', what: ['label is red instead of green'] },
    leftovers: [{ code: 'volumes-left', pool: 'data', vids: ['qubes_data/vm-new-private'] }],
  });
  expect(lab.qubesd.state.vms.has('new')).toBe(false);
});

test('a size that would be a shrink, a full pool and a stranger of that name end it', async () => {
  const small = withDefaults();
  expect(await small.agent().run(create({ privateBytes: mib(64) }))).toMatchObject({
    state: 'failed',
    failure: { blockers: [{ code: 'shrink-refused', sizeBytes: gib(2) }] },
    leftovers: [],
  });
  expect(small.qubesd.state.vms.has('new')).toBe(false);
  const full = withDefaults();
  full.qubesd.faults.fullPools.add('data');
  const template = 'fedora-41-xfce' as VmName;
  const inData = create({ class: 'StandaloneVM', template, pool: 'data' as PoolId });
  expect(await full.agent().run(inData)).toMatchObject({ state: 'failed', leftovers: [] });
  expect(full.qubesd.state.vms.has('new')).toBe(false);
  const taken = withDefaults();
  taken.qubesd.intercept = ({ method }) => {
    if (!method.startsWith('admin.vm.CreateInPool')) return undefined;
    taken.qubesd.intercept = () => undefined;
    taken.qubesd.act('admin.vm.Create.AppVM', 'dom0', '', 'name=new label=orange');
    return undefined;
  };
  expect(await taken.agent().run(create())).toMatchObject({ state: 'failed' });
  expect(made(taken).property('label')).toBe('orange');
});

test('what R4 does not make is refused with every reason', async () => {
  const lab = aLab();
  const refused = async (action: Partial<Create>) => {
    const plan = await lab.agent().plan(create(action));
    return plan.ok || plan.error.code !== 'refused' ? plan : plan.error.blockers.map(({ code }) => code);
  };
  expect(await refused({ class: 'ProxyVM' })).toEqual(['class-not-of-r4']);
  expect(await refused({ vm: 'vault' as VmName, to: 'lvm' })).toEqual(['name-taken', 'not-made-so-here']);
  expect(await refused({ rootImage: { path: '/x', isMoved: false } })).toEqual(['not-made-so-here']);
  expect(await refused({ template: 'work' as VmName })).toEqual(['template-not-suited']);
  expect(await refused({ template: null })).toEqual(['template-needed']);
  expect(await refused({ class: 'StandaloneVM', isForDisposables: true, rootBytes: gib(30) })).toEqual([
    'class-not-for-disposables',
    'size-follows-template',
  ]);
  expect(await refused({ rootBytes: gib(30), privateBytes: mib(1) })).toEqual([
    'root-follows-template',
    'size-too-small',
  ]);
  expect(await refused({ netvm: { kind: 'vm', vm: 'vault' as VmName } })).toEqual(['gives-no-network']);
  expect(await refused({ netvm: { kind: 'vm', vm: 'nope' as VmName } })).toEqual(['netvm-not-found']);
  expect(await refused({ pools: { private: 'linux-kernel' as PoolId } })).toEqual(['pool-holds-no-volumes']);
  lab.qubesd.act('admin.vm.Start', 'fedora-41-xfce');
  expect(await refused({ class: 'StandaloneVM' })).toEqual(['vm-not-halted']);
  expect(await lab.agent().plan(create())).toMatchObject({ ok: true });
});
