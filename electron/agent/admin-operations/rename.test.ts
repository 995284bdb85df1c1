import { expect, test } from 'vitest';
import type { Action } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import {
  diesAndDiscards,
  diesAndResumes,
  diesTwiceAndResumes,
  isRefusedEverywhere,
  type Replacing,
} from './testing/cut-at-every-call.ts';
import { describedState } from './testing/described-state.ts';
import { aLab, furnished } from './testing/furnished.ts';

const rename = (vm: string, name: string): Action => ({
  kind: 'rename',
  vm: vm as VmName,
  name: name as VmName,
});

type Described = ReturnType<typeof describedState>;

/** What there was, with another name wherever `work` was named; what its volumes hold is the same. */
function renamed(before: Described): Described {
  const text = JSON.stringify(before)
    .replaceAll(/"((?:default )?)work"/g, '"$1job"')
    .replaceAll(`'work'`, `'job'`)
    .replaceAll('work+loop0', 'job+loop0')
    .replaceAll('/vm-work-', '/vm-job-');
  const after = JSON.parse(text) as Described;
  const { job, ...others } = after.vms;
  if (job === undefined) throw new Error('work');
  for (const { devices } of Object.values(after.vms)) {
    for (const list of Object.keys(devices)) devices[list] = (devices[list] ?? []).map((line) => inOrderOfParts(line));
  }
  const inOrder = Object.entries({ ...others, job }).sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...after, vms: Object.fromEntries(inOrder) };
}

/** As `describedState` has them. */
const inOrderOfParts = (line: string): string => line.split(' ').sort().join(' ');

/** It comes of the number, which the original has as long as it is there. */
const addressChanged = { code: 'address-changed', vm: 'job' as VmName, from: '10.137.0.5', to: '10.137.0.10' } as const;
const renaming: Replacing = { action: rename('work', 'job'), done: renamed, results: [addressChanged] };

test.each(['4.2', '4.3'] as const)(
  'on R%s a qube gets another name, and all that names it follows',
  async (generation) => {
    const lab = furnished(generation);
    const before = describedState(lab.qubesd.state);
    const plan = await lab.agent().plan(renaming.action);
    expect(plan.ok && plan.value.notes.map(({ code }) => code)).toEqual([
      'made-again',
      'revisions-go',
      'references-follow',
      'policy-keeps-name',
      'compared-by-size',
      'shares-blocks',
    ]);
    expect(plan.ok && plan.value).toMatchObject({
      copyBytes: 0,
      holds: expect.arrayContaining(['work', 'job', 'personal', 'vault']) as unknown,
    });
    expect(await lab.agent().run(renaming.action)).toMatchObject({ state: 'succeeded', results: [addressChanged] });
    expect(describedState(lab.qubesd.state)).toEqual(renamed(before));
    expect(lab.qubesd.state.vms.get('job')?.volumes.get('private')?.revisions).toEqual([]);
  },
);

test(
  'killed at any of its calls, at every moment a whole qube is there, and resumed it comes to the same end',
  () => diesAndResumes(renaming),
  120_000,
);

test(
  'killed a second time while it makes good for the first, it still does',
  () => diesTwiceAndResumes(renaming),
  120_000,
);

test('discarded where that is still possible, everything is as before', async () => {
  expect(await diesAndDiscards(renaming)).toBeGreaterThan(20);
}, 120_000);

test('a call that is refused anywhere before the original goes takes everything back', async () => {
  expect(await isRefusedEverywhere(renaming)).toBeGreaterThan(20);
}, 120_000);

test('a template keeps its children, which are based on it under its new name', async () => {
  const lab = aLab();
  const { qubesd } = lab;
  expect(await lab.agent().run(rename('fedora-41-xfce', 'fedora'))).toMatchObject({ state: 'succeeded', results: [] });
  expect(qubesd.state.properties.get('default_template')?.value).toBe('fedora');
  expect(qubesd.state.vms.get('work')?.properties.get('template')?.value).toBe('fedora');
  expect(qubesd.state.vms.get('work')?.volumes.get('root')).toMatchObject({ source: 'qubes_dom0/vm-fedora-root' });
  expect(qubesd.state.vms.get('fedora')?.volumes.get('root')?.content).toBe('fedora-41-xfce/root');
});

test('volumes that Remove leaves are told (T9), a full pool takes it back, a stranger keeps the name', async () => {
  const left = furnished();
  left.qubesd.faults.leavesVolumes = true;
  expect(await left.agent().run(renaming.action)).toMatchObject({
    state: 'succeeded',
    results: [
      { code: 'volumes-left', vm: 'work', pool: 'vm-pool', vids: ['qubes_dom0/vm-work-private'] },
      addressChanged,
    ],
  });
  const full = furnished();
  const before = describedState(full.qubesd.state);
  full.qubesd.faults.fullPools.add('vm-pool');
  expect(await full.agent().run(renaming.action)).toMatchObject({ state: 'failed', leftovers: [] });
  expect(describedState(full.qubesd.state)).toEqual(before);
  const taken = furnished();
  taken.qubesd.intercept = ({ method }) => {
    if (!method.startsWith('admin.vm.CreateInPool')) return undefined;
    taken.qubesd.intercept = () => undefined;
    taken.qubesd.act('admin.vm.Create.AppVM', 'dom0', '', 'name=job label=red');
    return undefined;
  };
  expect(await taken.agent().run(renaming.action)).toMatchObject({ state: 'failed' });
  expect(taken.qubesd.state.vms.get('job')?.properties.get('label')?.value).toBe('red');
  expect(taken.qubesd.state.vms.get('work')?.volumes.get('private')?.content).toBe('work/private');
});

test('qubesd going away in the middle of a copy makes it copied again from the beginning', async () => {
  for (const fault of [{ kind: 'refuse' }, { kind: 'cut', afterBytes: 1 }] as const) {
    const lab = furnished();
    let isDue = true;
    lab.qubesd.intercept = ({ method }) => {
      if (method !== 'admin.vm.volume.CloneTo' || !isDue) return undefined;
      isDue = false;
      return fault;
    };
    expect(await lab.agent().run(renaming.action)).toMatchObject({ state: 'succeeded' });
    expect(lab.qubesd.state.vms.get('job')?.volumes.get('private')).toMatchObject({ content: 'work/private' });
  }
});

test('one that runs, is of a package, is dom0, or is named by one that runs keeps its name', async () => {
  const refused = async (lab: ReturnType<typeof aLab>, action: Action) => {
    const plan = await lab.agent().plan(action);
    return plan.ok || plan.error.code !== 'refused' ? plan : plan.error.blockers;
  };
  const lab = furnished();
  expect(await refused(lab, rename('work', 'vault'))).toMatchObject([{ code: 'name-taken', by: 'vm' }]);
  expect(await refused(lab, rename('dom0', 'job'))).toMatchObject([{ code: 'class-not-changeable' }]);
  lab.qubesd.act('admin.vm.Start', 'personal');
  expect(await refused(lab, renaming.action)).toMatchObject([
    { code: 'referrer-running', referrer: 'personal', property: 'netvm' },
    { code: 'referrer-running', referrer: 'personal', property: 'block backend' },
  ]);
  lab.qubesd.act('admin.vm.property.Set', 'fedora-41-xfce', 'installed_by_rpm', 'True');
  expect(await refused(lab, rename('fedora-41-xfce', 'fedora'))).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ code: 'installed-by-rpm' })]) as object,
  );
});
