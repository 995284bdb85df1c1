import { describe, expect, test } from 'vitest';
import {
  diesAndDiscards,
  diesAndResumes,
  diesTwiceAndResumes,
  isRefusedEverywhere,
  type Replacing,
} from './testing/cut-at-every-call.ts';
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

const moving: Replacing = { action: move('work'), done: (before) => movedTo('data', before), results: [] };

test(
  'killed at any of its calls, at every moment a whole qube is there, and resumed it comes to the same end',
  () => diesAndResumes(moving),
  120_000,
);

test(
  'killed a second time while it makes good for the first, it still does',
  () => diesTwiceAndResumes(moving),
  120_000,
);

test('discarded where that is still possible, everything is as before', async () => {
  expect(await diesAndDiscards(moving)).toBeGreaterThan(20);
}, 120_000);

test('a call that is refused anywhere before the original goes takes everything back', async () => {
  expect(await isRefusedEverywhere(moving)).toBeGreaterThan(20);
}, 120_000);
