import { describe, expect, test } from 'vitest';
import { err } from '#shared/base/result.ts';
import { readFileSync } from 'node:fs';
import type { StandInPool } from '../../qubes/admin-api/testing/stand-in-state.ts';
import { InPlaceLab } from '../testing/in-place-lab.ts';

const poolOf = ({ qubesd }: InPlaceLab, name: string): StandInPool => {
  const pool = qubesd.state.pools.get(name);
  if (pool === undefined) throw new Error(name);
  return pool;
};

/** Each a way in which two thin pools can stand to each other. */
const layouts = {
  'another volume group': () => undefined,
  'pools of one name in two volume groups (T4)': (lab: InPlaceLab) =>
    void poolOf(lab, 'data').config.set('thin_pool', poolOf(lab, 'vm-pool').config.get('thin_pool') ?? ''),
  'two pools of one volume group': (lab: InPlaceLab) =>
    void poolOf(lab, 'data').config.set('volume_group', poolOf(lab, 'vm-pool').config.get('volume_group') ?? ''),
} as const;
type Layout = keyof typeof layouts;

/** qubesd has no part in it, so that pools of one name are like any others: a few cuts will do. */
const strideOf = (layout: Layout): number => (layout === 'pools of one name in two volume groups (T4)' ? 6 : 1);

async function inLab<T>(layout: Layout, work: (lab: InPlaceLab) => Promise<T>): Promise<T> {
  const lab = new InPlaceLab(layouts[layout]);
  try {
    return await work(lab);
  } finally {
    await lab.remove();
  }
}

/** Everything when `vm` was moved without a hitch, and how many changes that took. */
const moved = (layout: Layout, vm: string) =>
  inLab(layout, async (lab) => {
    await lab.jobs.cutAfter(Infinity, await lab.planned(vm));
    expect(lab.jobs.job()).toMatchObject({ state: 'succeeded', results: [] });
    return { after: lab.everything(), changes: lab.power.changes };
  });

describe.each(Object.keys(layouts) as Layout[])('into %s', (layout) => {
  test('a qube stays what it is, and its old volume stays with its revisions', async () => {
    await inLab(layout, async (lab) => {
      const before = lab.everything();
      const [group, thinPool] = ['volume_group', 'thin_pool'].map((key) => poolOf(lab, 'data').config.get(key) ?? '');
      await lab.jobs.cutAfter(Infinity, await lab.planned('vault'));
      expect(lab.jobs.job()).toMatchObject({ state: 'succeeded' });
      const { state, isRunning, isWritten, lvm } = lab.everything();
      const vault = structuredClone(before.state);
      for (const name of ['private', 'volatile']) {
        Object.assign(vault.vms['vault']?.volumes[name] ?? {}, { pool: 'data', vid: `${group}/vm-vault-${name}` });
      }
      expect({ state, isRunning, isWritten }).toEqual({ state: vault, isRunning: true, isWritten: true });
      const kept = 'qubes_dom0/vm-vault-private.kept-j1';
      const mark = [{ vm: 'vault', role: 'private' }, null, 'j1'];
      expect(lvm[`${group}/vm-vault-private`]).toEqual([`${group}/${thinPool}`, 'vault/private', null, null, null]);
      expect(lvm[kept]).toEqual(['qubes_dom0/vm-pool', 'vault/private', ...mark]);
      expect(lvm[`${kept}-1795433449-back`]).toEqual(['qubes_dom0/vm-pool', 'vault/private before', ...mark]);
      const shown = (await lab.inventory()).vms.find(({ name }) => name === 'vault');
      expect(shown?.kept).toMatchObject([{ role: 'private', storage: 'lvm', path: `/dev/${kept}` }]);
      expect(readFileSync(`${lab.registryPath}.before-j1`, 'utf8')).toContain('vid="qubes_dom0/vm-vault-private"');
    });
  });

  test('cut off before any of its changes and resumed, it comes to the same end', async () => {
    const { after, changes } = await moved(layout, 'vault');
    for (let at = 0; at < changes; at += strideOf(layout)) {
      await inLab(layout, async (lab) => {
        await lab.jobs.cutAfter(at, await lab.planned('vault'));
        expect([at, lab.holds('vault/private')]).toEqual([at, true]);
        await lab.start();
        expect([
          at,
          lab.jobs.job().state === 'interrupted' ? (await lab.jobs.goOn('resume')).state : 'succeeded',
        ]).toEqual([at, 'succeeded']);
        expect([at, lab.everything()]).toEqual([at, after]);
      });
    }
  }, 240_000);

  test('cut off twice and discarded while it may be, everything is as before', async () => {
    const { after, changes } = await moved(layout, 'vault');
    let discarded = 0;
    for (let at = 0; at < changes; at += strideOf(layout)) {
      await inLab(layout, async (lab) => {
        const before = lab.everything();
        await lab.jobs.cutAfter(at, await lab.planned('vault'));
        // Half of them on a machine whose qubesd stays stopped: only the agent was killed.
        if (at % 2 === 0) await lab.start();
        for (const until of [at % 7, Infinity]) {
          const job = lab.jobs.job();
          if (job.state !== 'interrupted') break;
          await lab.start();
          await lab.jobs.goOn(job.canDiscard ? 'discard' : 'resume', until);
        }
        const { state } = lab.jobs.job();
        if (state === 'cancelled') discarded += 1;
        expect([at, state, lab.everything()]).toEqual([at, state, state === 'cancelled' ? before : after]);
      });
    }
    expect(discarded).toBeGreaterThan(strideOf(layout) === 1 ? 20 : 3);
  }, 240_000);
});

test('a template takes the roots that are made from its own with it', async () => {
  await inLab('another volume group', async (lab) => {
    const plan = await lab.planned('fedora-41-xfce');
    expect(plan.holds).toEqual(expect.arrayContaining(['fedora-41-xfce', 'work', 'vault']));
    await lab.jobs.cutAfter(Infinity, plan);
    expect(lab.jobs.job()).toMatchObject({ state: 'succeeded' });
    const { vms } = lab.qubesd.state;
    const root = vms.get('work')?.volumes.get('root');
    expect(root).toMatchObject({ pool: 'data', source: 'qubes_data/vm-fedora-41-xfce-root' });
    expect(vms.get('work')?.volumes.get('private')?.pool).toBe('vm-pool');
  });
});

test('what qubesd does not take as it was meant is taken back whole', async () => {
  await inLab('another volume group', async (lab) => {
    const before = lab.everything();
    lab.qubesd.intercept = ({ method, dest, arg }) =>
      method === 'admin.vm.volume.Info' &&
      dest === 'vault' &&
      arg === 'private' &&
      lab.everything().lvm['qubes_data/vm-vault-private'] !== undefined
        ? { kind: 'exception', type: 'QubesException', message: 'what is this' }
        : undefined;
    await lab.jobs.cutAfter(Infinity, await lab.planned('vault'));
    expect(lab.jobs.job()).toMatchObject({ state: 'failed', leftovers: [] });
    expect(lab.everything()).toEqual(before);
  });
});

test('where taking it back fails in the middle, neither the original nor the copy goes', async () => {
  await inLab('two pools of one volume group', async (lab) => {
    const place = 'qubes_dom0/vm-vault-private';
    const rename = lab.thin.rename.bind(lab.thin);
    lab.thin.rename = (volume, toVid) =>
      volume.keptBy !== null && toVid === place
        ? Promise.resolve(err({ code: 'volume-in-use', volume: volume.vid }))
        : rename(volume, toVid);
    lab.qubesd.intercept = ({ method, dest, arg }) =>
      `${method} ${dest} ${arg}` === 'admin.vm.volume.Info vault private' && lab.thin.volumes.has(`${place}.kept-j1`)
        ? { kind: 'exception', type: 'QubesException', message: 'what is this' }
        : undefined;
    await lab.jobs.cutAfter(Infinity, await lab.planned('vault'));
    expect(lab.jobs.job()).toMatchObject({ state: 'failed', leftovers: [{ code: 'volume-in-use' }] });
    expect(lab.thin.volumes.get(`${place}.kept-j1`)?.content).toBe('vault/private');
    expect(lab.thin.volumes.get(`${place}.job-j1`)?.content).toBe('vault/private');
    expect(lab.isRunning).toBe(true);
  });
});

test('what stands against it is told before anything is changed', async () => {
  await inLab('another volume group', async (lab) => {
    const codes = async (vm: string, pool?: string) => {
      const plan = await lab.plan(vm, pool);
      if (plan.ok || plan.error.code !== 'refused') throw new Error('not refused');
      return plan.error.blockers.map(({ code }) => code);
    };
    expect(await codes('vault', 'vm-pool')).toContain('already-in-pool');
    expect(await codes('vault', 'reflink')).toContain('in-place-thin-only');
    lab.thin.add('qubes_data/vm-vault-private', 'qubes_data/data', 'somebody else');
    expect(await codes('vault')).toEqual(['target-name-taken']);
    lab.qubesd.act('admin.vm.Start', 'personal');
    expect(await codes('fedora-41-xfce')).toContain('referrer-running');
  });
});

test('a lock that somebody took off is noticed while qubesd is stopped', async () => {
  await inLab('another volume group', async (lab) => {
    lab.qubesd.intercept = ({ method }) => {
      if (method === 'admin.vm.List') lab.qubesd.state.vms.get('vault')?.features.delete('prohibit-start');
      return undefined;
    };
    await lab.jobs.cutAfter(Infinity, await lab.planned('vault'));
    expect(lab.jobs.job()).toMatchObject({ state: 'failed', failure: { code: 'vm-changed' }, leftovers: [] });
    expect(lab.isRunning).toBe(true);
  });
});
