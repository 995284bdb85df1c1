import { describe, expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { AdminLab } from './testing/admin-lab.ts';
import { describedState } from './testing/described-state.ts';
import { aLab, furnished, move } from './testing/furnished.ts';

async function blockersOf(lab: AdminLab, action = move('work'), ports = {}): Promise<readonly Blocker[]> {
  const plan = await lab.agent({ ports }).plan(action);
  if (plan.ok) return [];
  if (plan.error.code !== 'refused') throw new Error(JSON.stringify(plan.error));
  return plan.error.blockers;
}

const volumeOf = ({ qubesd }: AdminLab, vm: string, name = 'private') => {
  const volume = qubesd.state.vms.get(vm)?.volumes.get(name);
  if (volume === undefined) throw new Error(`${vm} has no ${name}`);
  return volume;
};

const poolOf = ({ qubesd }: AdminLab, name: string) => {
  const pool = qubesd.state.pools.get(name);
  if (pool === undefined) throw new Error(name);
  return pool;
};

describe('before anything is changed', () => {
  test('a VM that runs is not moved, whatever qubesd would clone of it (T2)', async () => {
    const lab = aLab();
    lab.qubesd.act('admin.vm.Start', 'work');
    expect(await blockersOf(lab)).toEqual([{ code: 'vm-not-halted', vm: 'work', power: 'running' }]);
  });

  test('one whose session was not written back is not either, though qubesd says Halted (T3)', async () => {
    const uncommittedPath = () => Promise.resolve(ok('/dev/qubes_dom0/vm-work-private-snap'));
    expect(await blockersOf(aLab(), move('work'), { dom0: { uncommittedPath } })).toEqual([
      { code: 'session-not-committed', vm: 'work', role: 'private', path: '/dev/qubes_dom0/vm-work-private-snap' },
    ]);
  });

  test('what may not be read of it, or of anybody who may name it, stops it (T8)', async () => {
    for (const [method, dest] of [
      ['admin.vm.property.GetAll', 'vault'],
      ['admin.vm.device.pci.Assigned', 'sys-net'],
      ['admin.property.GetAll', 'dom0'],
      ['admin.vm.firewall.Get', 'work'],
    ] as const) {
      const lab = aLab();
      lab.qubesd.intercept = (request) =>
        request.method === method && request.dest === dest ? { kind: 'refuse' } : undefined;
      expect(await lab.agent().plan(move('work'))).toMatchObject({
        ok: false,
        error: { code: 'admin-refused', call: `${method} on ${dest}` },
      });
    }
  });

  test('who names it must not run, but for what may be changed meanwhile', async () => {
    const lab = furnished();
    for (const vm of ['personal', 'vault']) lab.qubesd.act('admin.vm.Start', vm);
    expect(await blockersOf(lab)).toEqual([
      { code: 'referrer-running', vm: 'work', referrer: 'personal', property: 'netvm' },
      { code: 'referrer-running', vm: 'work', referrer: 'personal', property: 'block backend' },
    ]);
  });

  test('the pool must be another one, for volumes, and have room for all of it', async () => {
    expect(await blockersOf(aLab(), move('work', 'vm-pool'))).toEqual([
      { code: 'already-in-pool', vm: 'work', pool: 'vm-pool' },
    ]);
    expect(await blockersOf(aLab(), move('work', 'linux-kernel'))).toEqual([
      { code: 'pool-holds-no-volumes', pool: 'linux-kernel', driver: 'linux-kernel' },
    ]);
    expect(await blockersOf(aLab(), move('work', 'nowhere'))).toEqual([{ code: 'pool-not-found', pool: 'nowhere' }]);
    expect(await blockersOf(aLab(), move('dom0'))).toMatchObject([{ code: 'class-not-movable' }]);
    const small = aLab();
    poolOf(small, 'data').usedBytes = 3_221_225_472 - 2 ** 20;
    expect(await blockersOf(small)).toMatchObject([{ code: 'pool-too-small' }]);
    const full = aLab();
    poolOf(full, 'data').usedBytes = 3_060_000_000;
    expect(await blockersOf(full)).toMatchObject([{ code: 'pool-past-gate', part: 'data' }]);
  });

  test('a qube that another job has marked is left to that job', async () => {
    const lab = aLab();
    lab.qubesd.act('admin.vm.feature.Set', 'work', 'storage-move.id', 'old-job');
    expect(await blockersOf(lab)).toEqual([{ code: 'moved-by-other-job', vm: 'work', job: 'old-job' }]);
  });

  test('what qubesd would not take at once is told before (T11)', async () => {
    const lab = aLab();
    lab.qubesd.act('admin.vm.notes.Set', 'work', '', 'x'.repeat(65_100));
    expect(await blockersOf(lab)).toEqual([{ code: 'too-long-to-carry', vm: 'work', what: 'notes' }]);
  });

  test('a person is told what is lost, and what it takes', async () => {
    const lab = furnished();
    volumeOf(lab, 'work').revisions = ['1795433449-back'];
    const plan = await lab.agent().plan(move('work'));
    expect(plan.ok && plan.value.notes.map(({ code }) => code)).toEqual([
      'original-goes',
      'revisions-go',
      'identity-changes',
      'root-stays',
      'references-follow',
      'compared-by-size',
    ]);
    expect(plan.ok && plan.value.volumes).toMatchObject([
      { role: 'private', toPoolName: 'data', by: 'copy', targetPath: '/dev/qubes_data/vm-work-private' },
    ]);
  });
});

describe('thin pools of one name in two volume groups (T4)', () => {
  function twins(): AdminLab {
    const lab = furnished();
    poolOf(lab, 'data').config.set('thin_pool', 'vm-pool');
    return lab;
  }

  test('are refused to anybody but root in dom0', async () => {
    expect(await blockersOf(twins())).toEqual([{ code: 'thin-pools-of-one-name', thinPool: 'vm-pool' }]);
  });

  test('are filled by import, and the second time by clone', async () => {
    const lab = twins();
    const imported: unknown[] = [];
    const dom0Root = {
      importVolume: (from: { path: string }, to: { vm: string; volume: string }) => {
        imported.push([from.path, to.volume]);
        const source = volumeOf(lab, 'work');
        Object.assign(volumeOf(lab, to.vm, to.volume), {
          content: source.content,
          sizeBytes: source.sizeBytes,
          mappedBytes: source.mappedBytes,
        });
        return Promise.resolve({ ok: true, value: undefined } as const);
      },
      compare: () => Promise.resolve({ ok: true, value: undefined } as const),
    };
    const job = await lab.agent({ ports: { dom0Root } }).run(move('work'));
    expect(job.state).toBe('succeeded');
    expect(imported).toEqual([['/dev/mapper/qubes_dom0-vm--work--private', 'private']]);
    expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'data', content: 'work/private' });
  });
});

describe('when something goes wrong', () => {
  test('a VM that was started after the plan was made is not touched', async () => {
    const lab = furnished();
    const agent = lab.agent();
    const plan = await agent.plan(move('work'));
    if (!plan.ok) throw new Error(plan.error.code);
    lab.qubesd.act('admin.vm.Start', 'work');
    agent.runner.start(plan.value);
    await agent.runner.idle();
    expect(agent.only()).toMatchObject({ state: 'failed', failure: { code: 'refused' }, leftovers: [] });
    expect(lab.qubesd.state.vms.get('work')?.features.has('prohibit-start')).toBe(false);
  });

  test('one that was started just before it was locked is let go', async () => {
    const lab = furnished();
    lab.qubesd.intercept = ({ method, arg }) => {
      if (method === 'admin.vm.feature.Set' && arg === 'storage-move.id') lab.qubesd.act('admin.vm.Start', 'work');
      return undefined;
    };
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({ state: 'failed', failure: { blockers: [{ code: 'vm-not-halted' }] }, leftovers: [] });
    expect([...(lab.qubesd.state.vms.get('work')?.features.keys() ?? [])]).not.toContain('prohibit-start');
  });

  test('one that somebody unlocked and used meanwhile keeps what was written then', async () => {
    const lab = furnished();
    const before = describedState(lab.qubesd.state);
    const { qubesd } = lab;
    lab.qubesd.intercept = ({ method, dest }) => {
      if (method !== 'admin.vm.volume.CloneTo' || dest === 'work') return undefined;
      qubesd.act('admin.vm.feature.Remove', 'work', 'prohibit-start');
      qubesd.act('admin.vm.Start', 'work');
      qubesd.act('admin.vm.Shutdown', 'work', 'wait');
      return undefined;
    };
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'vm-changed' }, leftovers: [] });
    expect(describedState(qubesd.state)).toEqual(before);
  });

  test('a pool that fills up during the copy leaves everything as it was', async () => {
    const lab = furnished();
    const before = describedState(lab.qubesd.state);
    lab.qubesd.faults.fullPools.add('data');
    expect(await lab.agent().run(move('work'))).toMatchObject({
      state: 'failed',
      failure: { code: 'admin-exception', type: 'StoragePoolException' },
      leftovers: [],
    });
    expect(describedState(lab.qubesd.state)).toEqual(before);
  });

  test('one that fills up during the second copy keeps the first, and the job goes on when there is room', async () => {
    const lab = furnished();
    lab.qubesd.intercept = ({ method, dest }) => {
      if (method === 'admin.vm.Remove' && dest === 'work') lab.qubesd.faults.fullPools.add('data');
      return undefined;
    };
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({ state: 'interrupted', canDiscard: false });
    lab.qubesd.intercept = () => undefined;
    lab.qubesd.faults.fullPools.clear();
    expect(await lab.agent().resume()).toMatchObject({ state: 'succeeded' });
    expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'data', content: 'work/private' });
  });

  test('qubesd going away in the middle of a copy makes it copied again from the beginning', async () => {
    for (const fault of [{ kind: 'refuse' }, { kind: 'cut', afterBytes: 1 }] as const) {
      const lab = furnished();
      const failing = new Set(['copy', 'final']);
      lab.qubesd.intercept = ({ method, dest }) => {
        if (method !== 'admin.vm.volume.CloneTo') return undefined;
        return failing.delete(dest === 'work' ? 'final' : 'copy') ? fault : undefined;
      };
      expect(await lab.agent().run(move('work'))).toMatchObject({ state: 'succeeded' });
      expect(failing.size).toBe(0);
      expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'data', content: 'work/private', revisions: [] });
    }
  });

  test('volumes that a Remove leaves behind are told (T9)', async () => {
    const lab = furnished();
    lab.qubesd.faults.leavesVolumes = true;
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({
      state: 'succeeded',
      results: [
        { code: 'volumes-left', vm: 'work', pool: 'vm-pool', vids: ['qubes_dom0/vm-work-private'] },
        { code: 'volumes-left', pool: 'data' },
      ],
    });
    expect(volumeOf(lab, 'work').content).toBe('work/private');
  });

  test('volumes left where the new ones must be keep the copy until they are gone (T9)', async () => {
    const lab = furnished();
    poolOf(lab, 'data').config.set('volume_group', 'qubes_dom0');
    lab.qubesd.faults.leavesVolumes = true;
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({ state: 'interrupted', results: [{ code: 'volumes-left', pool: 'vm-pool' }] });
    poolOf(lab, 'vm-pool').others.length = 0;
    lab.qubesd.faults.leavesVolumes = false;
    expect(await lab.agent().resume()).toMatchObject({ state: 'succeeded' });
    expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'data', content: 'work/private' });
  });

  test('somebody who named it meanwhile keeps the original from going', async () => {
    const lab = furnished();
    lab.qubesd.intercept = ({ method, dest }) => {
      if (
        method === 'admin.vm.feature.Get' &&
        dest === 'work' &&
        lab.qubesd.asked.some((one) => one.method === 'admin.property.Set')
      ) {
        lab.qubesd.act('admin.vm.property.Set', 'win-10', 'netvm', 'work');
      }
      return undefined;
    };
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'still-referred-to', by: ['netvm of win-10'] } });
    expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'vm-pool', content: 'work/private' });
    expect(lab.qubesd.state.vms.size).toBe(10);
  });

  test('a stranger who takes the name meanwhile is not touched, and the copy stays', async () => {
    const lab = furnished();
    const asked = lab.qubesd.intercept;
    lab.qubesd.intercept = ({ method, payload }) => {
      if (method.startsWith('admin.vm.CreateInPool') && payload.startsWith('name=work ')) {
        lab.qubesd.intercept = asked;
        lab.qubesd.act('admin.vm.Create.AppVM', 'dom0', '', 'name=work label=red');
      }
      return undefined;
    };
    expect(await lab.agent().run(move('work'))).toMatchObject({ state: 'interrupted' });
    expect(await lab.agent().resume()).toMatchObject({ state: 'interrupted' });
    expect(lab.qubesd.state.vms.get('work')?.properties.get('label')?.value).toBe('red');
    lab.qubesd.act('admin.vm.Remove', 'work');
    expect(await lab.agent().resume()).toMatchObject({ state: 'succeeded' });
    expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'data', content: 'work/private' });
  });
});

describe('kinds of qubes', () => {
  test('a template keeps its children, its root and its package', async () => {
    const lab = aLab();
    const { qubesd } = lab;
    qubesd.act('admin.vm.property.Set', 'fedora-41-xfce', 'installed_by_rpm', 'True');
    const before = describedState(qubesd.state);
    expect(await lab.agent().run(move('fedora-41-xfce'))).toMatchObject({ state: 'succeeded', results: [] });
    const after = describedState(qubesd.state);
    expect(after.globals).toEqual(before.globals);
    expect(after.vms['fedora-41-xfce']?.properties).toEqual(before.vms['fedora-41-xfce']?.properties);
    expect(volumeOf(lab, 'fedora-41-xfce', 'root')).toMatchObject({ pool: 'data', content: 'fedora-41-xfce/root' });
    expect(volumeOf(lab, 'work', 'root')).toMatchObject({ pool: 'data', source: 'qubes_data/vm-fedora-41-xfce-root' });
    expect(after.vms['work']?.properties).toEqual(before.vms['work']?.properties);
  });

  test.each(['win-10', 'default-dvm', 'sys-firewall'])('%s moves and nothing else is changed', async (vm) => {
    const lab = aLab();
    const before = describedState(lab.qubesd.state);
    expect(await lab.agent().run(move(vm))).toMatchObject({ state: 'succeeded', results: [] });
    const after = describedState(lab.qubesd.state);
    expect({ ...after.vms[vm], volumes: {} }).toEqual({ ...before.vms[vm], volumes: {} });
    expect({ ...after, vms: { ...after.vms, [vm]: null } }).toEqual({ ...before, vms: { ...before.vms, [vm]: null } });
  });

  test('disposables of a copy never begin to start (T13), and a prohibition of one’s own stays', async () => {
    const lab = furnished();
    lab.qubesd.act('admin.vm.feature.Set', 'work', 'prohibit-start', 'mine');
    const preloads: string[] = [];
    lab.qubesd.intercept = ({ method, arg, dest }) => {
      if (method === 'admin.vm.feature.Set' && arg.startsWith('preload')) preloads.push(dest);
      return undefined;
    };
    expect(await lab.agent().run(move('work'))).toMatchObject({ state: 'succeeded' });
    expect(preloads).toEqual(['work']);
    expect(lab.qubesd.state.vms.get('work')?.features.get('prohibit-start')).toBe('mine');
  });

  test('to a pool of the driver file it takes the room twice, and one revision is kept (T10)', async () => {
    const lab = furnished();
    const files = poolOf(lab, 'reflink');
    lab.qubesd.state.pools.set('reflink', {
      ...files,
      driver: 'file',
      config: new Map([...files.config, ['driver', 'file']]),
    });
    const plan = await lab.agent().plan(move('work', 'reflink'));
    const codes = plan.ok ? plan.value.notes.map(({ code }) => code) : [];
    expect(codes).toEqual(expect.arrayContaining(['qubesd-busy', 'copied-twice']));
    expect(await lab.agent().run(move('work', 'reflink'))).toMatchObject({ state: 'succeeded' });
    expect(volumeOf(lab, 'work')).toMatchObject({ pool: 'reflink', content: 'work/private', revisionsToKeep: 1 });
  });
});
