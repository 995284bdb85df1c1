import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { aReportedPool } from '#shared/testing/a-reported-pool.ts';
import { anInterruptedJob, anInventory, aRunningJob, aVm, aVolume, vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { listJobs } from './list-jobs.ts';
import { listPools } from './list-pools.ts';
import { listVms } from './list-vms.ts';
import { showVm } from './show-vm.ts';

const inventory = anInventory({
  vms: [aVm({ name: vmName('fc20'), template: null, storageType: 'lvm' }), aVm({ autostart: true, power: 'running' })],
});
const agentWith = (found = inventory, jobs = [anInterruptedJob()]): FakeAgent =>
  new FakeAgent({ 'inventory.get': () => ok(found), 'job.list': () => ok(jobs) });

test('ls shows a VM a line, and asks the agent for one look only', async () => {
  const agent = agentWith();
  const context = aContext(agent);
  expect(await listVms(context)).toBe(0);
  expect(context.printed).toEqual([
    'NAME  STATE    CLASS     TEMPLATE       STORAGE    ROOT   USED  PRIVATE     USED  AUTOBOOT',
    'fc20  halted   template  –              LVM      10 GiB  8 GiB    2 GiB  205 MiB  –',
    'work  running  app       fedora-20-x64  file     10 GiB      –    2 GiB  205 MiB  yes',
  ]);
  expect(agent.asked).toEqual(['inventory.get']);
  expect(agent.isClosed).toBe(true);
});

test('what Qubes’ policy keeps back says so in its place, and what nobody tells is empty', async () => {
  const vm = aVm({
    template: null,
    class: 'AppVM',
    storageType: 'lvm',
    autostart: null,
    hasAutostartLink: null,
    notPermitted: ['template', 'autostart'],
    volumes: [aVolume({ state: { kind: 'not-permitted', call: 'admin.vm.volume.Info+private' } })],
  });
  const pool = aReportedPool({
    driver: 'linux-kernel',
    name: 'linux-kernel',
    sizeBytes: null,
    usedBytes: null,
    metadataSizeBytes: null,
  });
  const context = aContext(agentWith(anInventory({ vms: [vm], pools: [pool] })));
  expect(await listVms(context)).toBe(0);
  expect(context.printed[1]).toMatch(/^work +halted +app +not permitted +LVM +– +– +not permitted +– +not permitted$/);
  expect(await listPools(context)).toBe(0);
  expect(context.printed.at(-1)).toMatch(/^linux-kernel +– +– +– +50 GiB +– +– +– +ok$/);
});

test('a VM that runs on an older root than its template has is told of as that', async () => {
  const vms = [aVm({ power: 'running', rootState: 'outdated' }), aVm({ power: 'running', rootState: 'unknown' })];
  const context = aContext(agentWith(anInventory({ vms })));
  expect(await listVms(context)).toBe(0);
  expect(context.printed[1]).toMatch(/^work +running, outdated +app/);
  expect(context.printed[2]).toMatch(/^work +running, root unknown +app/);
  expect(await showVm(context, 'work')).toBe(0);
  expect(context.printed.at(-1)).toBe('work runs on an older root of fedora-20-x64. Restart it to get the one of now.');
});

test('what could not be read is told beside what could, and is no failure of ls', async () => {
  const context = aContext(agentWith(anInventory({ problems: [{ code: 'lvm-not-answering', seconds: 30 }] })));
  expect(await listVms(context)).toBe(0);
  expect(context.printed).toHaveLength(2);
  expect(context.noted).toEqual(['qubes-storage: LVM has not answered for 30 s.']);
});

test('pools shows promises and until when VMs start', async () => {
  const context = aContext(agentWith());
  expect(await listPools(context)).toBe(0);
  expect(context.printed[1]).toMatch(
    /^qubes_dom0\/pool0 +453 GiB +71 % +54 % +1\.1 TiB +2\.4× +633 GiB +until 80 % +\w+$/,
  );
});

test('show tells whether a VM can be migrated, and if not, why', async () => {
  const context = aContext(agentWith());
  expect(await showVm(context, 'work')).toBe(0);
  expect(context.printed.at(-1)).toBe('work is running, not halted. Shut it down first.');
});

test('a VM that there is not: exit code 4', async () => {
  const context = aContext(agentWith());
  expect(await showVm(context, 'nope')).toBe(4);
  expect(context.noted).toEqual(['qubes-storage: There is no VM named nope.']);
});

test('jobs says of each what it does and what can be done about it', async () => {
  const context = aContext(agentWith(inventory, []), { isJson: true });
  await listJobs(context);
  expect(context.json()).toEqual([]);
  const running = aContext(
    new FakeAgent({
      'job.list': () => ok([aRunningJob({ isCancellable: false }), anInterruptedJob({ canDiscard: false })]),
    }),
    { isJson: true },
  );
  expect(await listJobs(running)).toBe(0);
  expect(running.json()).toMatchObject([
    { id: 'job-work', vm: 'work', state: 'running', phase: 'copy', canCancel: false, canResume: false },
    { state: 'interrupted', phase: 'copy', canResume: true, canDiscard: false, doneBytes: null },
  ]);
});
