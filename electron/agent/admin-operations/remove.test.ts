import { expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import { aLab, furnished } from './testing/furnished.ts';

const remove = (vm: string) => ({ kind: 'remove', vm: vm as VmName, keepsFiles: false }) as const;

test('a qube goes with its volumes, and what qubesd leaves of them is told (T9)', async () => {
  const lab = aLab();
  const plan = await lab.agent().plan(remove('work'));
  expect(plan.ok && plan.value.removes).toMatchObject([{ role: 'private', identity: 'qubes_dom0/vm-work-private' }]);
  expect(await lab.agent().run(remove('work'))).toMatchObject({ state: 'succeeded', results: [] });
  expect(lab.qubesd.state.vms.has('work')).toBe(false);
  lab.qubesd.faults.leavesVolumes = true;
  const agent = lab.agent();
  const left = await agent.plan(remove('vault'));
  if (!left.ok) throw new Error(left.error.code);
  agent.runner.start(left.value);
  await agent.runner.idle();
  expect(agent.runner.list().at(-1)).toMatchObject({
    state: 'succeeded',
    results: [{ code: 'volumes-left', vm: 'vault', vids: ['qubes_dom0/vm-vault-private'] }],
  });
});

test('one that is named, runs, belongs to a package or to a move is not removed', async () => {
  const lab = furnished();
  const act = (method: string, vm: string, arg = '', payload = '') => lab.qubesd.act(method, vm, arg, payload);
  expect(await lab.agent().plan(remove('work'))).toMatchObject({
    error: { code: 'still-referred-to', by: expect.arrayContaining(['netvm of personal', 'default_netvm']) as unknown },
  });
  expect(await lab.agent().plan(remove('dom0'))).toMatchObject({ ok: false });
  act('admin.vm.Start', 'mgmt');
  expect(await lab.agent().plan(remove('mgmt'))).toMatchObject({ error: { blockers: [{ code: 'vm-not-halted' }] } });
  act('admin.vm.feature.Set', 'vault', 'storage-move.id', 'some-job');
  expect(await lab.agent().plan(remove('vault'))).toMatchObject({
    error: { blockers: [{ code: 'moved-by-other-job' }] },
  });
  act('admin.vm.property.Set', 'win-10', 'installed_by_rpm', 'True');
  expect(await lab.agent().plan(remove('win-10'))).toMatchObject({ ok: false, error: { code: 'refused' } });
  expect(lab.qubesd.state.vms.size).toBe(10);
});

test('cut off before or behind its call, it is finished when it is resumed', async () => {
  for (const when of ['before', 'behind'] as const) {
    const lab = aLab();
    await lab.agent({ death: { at: 1, when } }).run(remove('work'));
    expect(await lab.agent().resume()).toMatchObject({ state: 'succeeded', results: [] });
    expect(lab.qubesd.state.vms.has('work')).toBe(false);
  }
});
