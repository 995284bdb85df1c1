import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { gib, mib } from '#shared/base/bytes.ts';
import type { Action } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { AdminPower } from '../qubes/admin-api/admin-power.ts';
import { AdminClient } from '../qubes/admin-api/admin-client.ts';
import { directTransport } from '../qubes/admin-api/testing/direct-transport.ts';
import { aLab } from './testing/furnished.ts';

const work = 'work' as VmName;

async function refusal(lab: ReturnType<typeof aLab>, action: Action) {
  const plan = await lab.agent().plan(action);
  return plan.ok || plan.error.code !== 'refused' ? plan : plan.error.blockers;
}

test('a qube is set to start at boot, and not to', async () => {
  const lab = aLab();
  const autostart = () => lab.qubesd.state.vms.get('work')?.properties.get('autostart')?.value;
  for (const isOn of [true, false]) {
    expect(await lab.agent().run({ kind: 'set-autostart', vm: work, isOn })).toMatchObject({ state: 'succeeded' });
    expect(autostart()).toBe(isOn ? 'True' : 'False');
  }
  const dom0 = { kind: 'set-autostart', vm: 'dom0' as VmName, isOn: true } as const;
  expect(await refusal(lab, dom0)).toMatchObject([{ code: 'class-has-no-autostart' }]);
});

test('a volume grows and never shrinks, whatever qubesd would do (T6)', async () => {
  const lab = aLab('file-pools');
  const volume = lab.qubesd.state.vms.get('work')?.volumes.get('private');
  const grow = { kind: 'resize', vm: work, role: 'private', sizeBytes: gib(3) } as const;
  expect(await lab.agent().run(grow)).toMatchObject({
    state: 'succeeded',
    results: [{ code: 'volume-grown', fromBytes: 33_554_432, toBytes: gib(3) }, { code: 'filesystem-left-to-guest' }],
  });
  expect(volume?.sizeBytes).toBe(gib(3));
  expect(await refusal(lab, { ...grow, sizeBytes: mib(1) })).toMatchObject([{ code: 'shrink-refused' }]);
  expect(await refusal(lab, grow)).toMatchObject([{ code: 'already-that-size' }]);
  expect(await refusal(lab, { ...grow, role: 'root', sizeBytes: gib(9) })).toMatchObject([
    { code: 'root-of-template' },
  ]);
  // Between plan and job somebody else has grown it further.
  const agent = lab.agent();
  const plan = await agent.plan({ ...grow, sizeBytes: gib(4) });
  if (!plan.ok) throw new Error(plan.error.code);
  if (volume !== undefined) volume.sizeBytes = gib(5);
  agent.runner.start(plan.value);
  await agent.runner.idle();
  expect(agent.runner.list().at(-1)).toMatchObject({ state: 'failed', failure: { code: 'refused' } });
  expect(volume?.sizeBytes).toBe(gib(5));
});

test('how many revisions stay is chosen, on every driver that can keep them', async () => {
  for (const recording of ['lvm-thin-pools', 'file-pools'] as const) {
    const lab = aLab(recording);
    expect(await lab.agent().run({ kind: 'set-revisions', vm: work, count: 4 })).toMatchObject({ state: 'succeeded' });
    expect(lab.qubesd.state.vms.get('work')?.volumes.get('private')?.revisionsToKeep).toBe(4);
  }
});

test('a volume goes back to a revision, halted and written back only', async () => {
  const lab = aLab();
  const volume = lab.qubesd.state.vms.get('vault')?.volumes.get('private');
  const revert = { kind: 'revert', vm: 'vault' as VmName } as const;
  const plan = await lab.agent().plan(revert);
  expect(plan.ok && plan.value).toMatchObject({
    action: { role: 'private', revision: '1795433449-back' },
    notes: [{ code: 'now-is-lost' }],
  });
  const uncommittedPath = () => Promise.resolve(ok('/dev/qubes_dom0/vm-vault-private-snap'));
  const dirty = await lab.agent({ ports: { dom0: { uncommittedPath } } }).plan(revert);
  expect(dirty).toMatchObject({ error: { blockers: [{ code: 'session-not-committed' }] } });
  expect(await lab.agent().run(revert)).toMatchObject({ state: 'succeeded' });
  expect(volume?.content).toBe('vault/private@1795433449-back');
  expect(await refusal(lab, { ...revert, revision: 'nope' })).toMatchObject([{ code: 'revision-not-found' }]);
  lab.qubesd.act('admin.vm.Start', 'vault');
  expect(await refusal(lab, revert)).toMatchObject([{ code: 'vm-not-halted' }]);
});

test('a qube is killed and paused, and one that is halted already was killed well', async () => {
  const lab = aLab();
  const power = new AdminPower(new AdminClient(directTransport(lab.qubesd)));
  const state = () => lab.qubesd.state.vms.get('work')?.state;
  await power.start(work);
  await power.pause(work);
  expect(state()).toBe('Paused');
  await power.unpause(work);
  expect(await power.kill(work)).toEqual({ ok: true, value: undefined });
  expect(state()).toBe('Halted');
  expect(await power.kill(work)).toEqual({ ok: true, value: undefined });
});
