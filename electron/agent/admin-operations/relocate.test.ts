import { beforeAll, describe, expect, test } from 'vitest';
import { changes, type AdminLab, type Death } from './testing/admin-lab.ts';
import { describedState } from './testing/described-state.ts';
import { furnished, move } from './testing/furnished.ts';

/** What is there when `work` has been moved and everything else is as it was. */
function movedTo(pool: string, before: ReturnType<typeof describedState>): ReturnType<typeof describedState> {
  const after = structuredClone(before);
  const volumes = after.vms['work']?.volumes ?? {};
  for (const name of ['private', 'volatile']) {
    const volume = volumes[name];
    if (volume !== undefined) Object.assign(volume, { pool, vid: `qubes_data/vm-work-${name}` });
  }
  return after;
}

/** Whether a halted VM has all of what `work` held. */
const isWhole = ({ qubesd }: AdminLab): boolean =>
  [...qubesd.state.vms.values()].some((vm) => {
    const volume = vm.volumes.get('private');
    return vm.state === 'Halted' && volume?.content === 'work/private' && volume.sizeBytes === 33_554_432;
  });

describe.each(['4.2', '4.3'] as const)('on R%s', (generation) => {
  test('a qube moves with its name, its settings, its data and everything that names it', async () => {
    const lab = furnished(generation);
    const before = describedState(lab.qubesd.state);
    const job = await lab.agent().run(move('work'));
    expect(job).toMatchObject({ state: 'succeeded' });
    expect(job.results).toEqual([]);
    expect(describedState(lab.qubesd.state)).toEqual(movedTo('data', before));
    // There is nothing to go back to that would lose it all (facts T5).
    expect(lab.qubesd.state.vms.get('work')?.volumes.get('private')?.revisions).toEqual([]);
  });

  test('nobody can start it meanwhile, nor the copy', async () => {
    const lab = furnished(generation);
    const refused: string[] = [];
    lab.qubesd.intercept = (request) => {
      if (request.method !== 'admin.vm.volume.CloneTo') return undefined;
      for (const vm of ['work', request.dest]) {
        try {
          lab.qubesd.act('admin.vm.Start', vm);
        } catch (error) {
          refused.push(String(error));
        }
      }
      return undefined;
    };
    expect(await lab.agent().run(move('work'))).toMatchObject({ state: 'succeeded' });
    expect(refused).toHaveLength(4);
  });
});

/** Calls that change something, from the plan to the end of an undisturbed move. */
async function callsOfAMove(): Promise<number> {
  const agent = furnished().agent();
  await agent.run(move('work'));
  return agent.changed;
}

let calls = 0;
let deaths: readonly Death[] = [];
beforeAll(async () => {
  calls = await callsOfAMove();
  deaths = Array.from({ length: calls }, (_, index) => index + 1).flatMap((at) => [
    { at, when: 'before' },
    { at, when: 'behind' },
  ]);
});

test('killed at any of its calls, at every moment a whole qube is there, and resumed it comes to the same end', async () => {
  for (const death of deaths) {
    const lab = furnished();
    const before = describedState(lab.qubesd.state);
    lab.qubesd.intercept = () => {
      if (!isWhole(lab)) throw new Error(`nothing whole at ${JSON.stringify(death)}`);
      return undefined;
    };
    await lab.agent({ death }).run(move('work'));
    const next = lab.agent();
    expect([death, next.only().state]).toEqual([death, 'interrupted']);
    const job = await next.resume();
    expect([death, job.state === 'succeeded' ? job.results : job]).toEqual([death, []]);
    expect([death, describedState(lab.qubesd.state)]).toEqual([death, movedTo('data', before)]);
  }
}, 120_000);

test('killed a second time while it makes good for the first, it still does', async () => {
  for (const first of [10, 20, 30, 40, 50, calls - 5].filter((at) => at < calls)) {
    for (let second = 1; second < 30; second += 4) {
      const lab = furnished();
      const before = describedState(lab.qubesd.state);
      lab.qubesd.intercept = () => {
        if (!isWhole(lab)) throw new Error('nothing whole');
        return undefined;
      };
      await lab.agent({ death: { at: first, when: 'behind' } }).run(move('work'));
      await lab.agent({ death: { at: second, when: 'behind' } }).resume();
      const third = lab.agent();
      if (third.only().state === 'interrupted') await third.resume();
      expect([first, second, describedState(lab.qubesd.state)]).toEqual([first, second, movedTo('data', before)]);
    }
  }
}, 120_000);

test('discarded where that is still possible, everything is as before', async () => {
  let discarded = 0;
  for (const death of deaths) {
    const lab = furnished();
    const before = describedState(lab.qubesd.state);
    await lab.agent({ death }).run(move('work'));
    const next = lab.agent();
    const job = next.only();
    if (job.state !== 'interrupted' || !job.canDiscard) continue;
    discarded += 1;
    expect([death, await next.runner.discard(job.id)]).toEqual([death, { ok: true, value: undefined }]);
    expect([death, describedState(lab.qubesd.state)]).toEqual([death, before]);
  }
  expect(discarded).toBeGreaterThan(20);
}, 120_000);

test('a call that is refused anywhere before the original goes takes everything back', async () => {
  let failed = 0;
  for (let at = 1; at <= calls; at += 1) {
    const lab = furnished();
    const before = describedState(lab.qubesd.state);
    let seen = 0;
    const removals: string[] = [];
    lab.qubesd.intercept = (request) => {
      if (!isWhole(lab)) throw new Error('nothing whole');
      if (!changes(request)) return undefined;
      seen += 1;
      if (seen === at) return { kind: 'exception', type: 'QubesException', message: 'not now' };
      if (request.method === 'admin.vm.Remove') removals.push(request.dest);
      return undefined;
    };
    const job = await lab.agent().run(move('work'));
    if (!removals.includes('work')) {
      failed += 1;
      expect([at, job.state, 'leftovers' in job ? job.leftovers : null]).toEqual([at, 'failed', []]);
      expect([at, describedState(lab.qubesd.state)]).toEqual([at, before]);
    } else if (job.state === 'interrupted') {
      const again = await lab.agent().resume();
      expect([at, again.state]).toEqual([at, 'succeeded']);
      expect([at, describedState(lab.qubesd.state)]).toEqual([at, movedTo('data', before)]);
    }
  }
  expect(failed).toBeGreaterThan(20);
}, 120_000);
