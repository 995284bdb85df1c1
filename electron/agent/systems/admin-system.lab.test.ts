import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Snapshot } from '#shared/contract/agent-contract.ts';
import { agentProtocol } from '#shared/contract/agent-contract.ts';
import type { InventoryChange } from '#shared/domain/inventory.ts';
import { adminStateDir } from '../../agent-client/admin-paths.ts';
import { connectAgent } from '../../agent-client/agent-connection.ts';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import type { DeviceRecord } from '../../cli/output/device-record.ts';
import type { PoolRecord } from '../../cli/output/pool-record.ts';
import type { VmRecord } from '../../cli/output/vm-record.ts';
import { findAppRoot } from '../../sandbox/app-root.ts';
import { runProgram } from '../../sandbox/child-processes.ts';
import { recordedState } from '../qubes/admin-api/testing/recorded-state.ts';
import { StandInQubesd } from '../qubes/admin-api/testing/stand-in-qubesd.ts';

/** The built command line and the agent that it starts, on a stand-in qubesd. No box: an R4 needs none of it. */
const dir = await mkdtemp(join(tmpdir(), 'admin-system-'));
// Of this test file's own process, and so of every program that it starts.
process.env['XDG_STATE_HOME'] = dir;
const qubesdSocket = join(dir, 'qubesd.sock');
const qubesd = new StandInQubesd(recordedState('lvm-thin-pools'));
await qubesd.listen(qubesdSocket);
const agentSocket = join(adminStateDir(qubesdSocket), 'agent.sock');
const cliPath = join(findAppRoot(), 'dist/cli.mjs');

afterAll(async () => {
  const { snapshot, close } = await openSession();
  process.kill(snapshot.agent.processId);
  close();
  await qubesd.close();
  await rm(dir, { recursive: true });
});

const cli = (...args: string[]) =>
  runProgram(process.execPath, [cliPath, '--system', 'admin', '--qubesd-socket', qubesdSocket, ...args]);

async function json<T>(...args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await cli(...args, '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

async function openSession(onChange: (change: InventoryChange) => void = () => undefined) {
  const agent = await connectAgent(agentSocket);
  if (!agent.ok) throw new Error(agent.error.code);
  agent.value.on('inventory.changed', onChange);
  const opened = await agent.value.request('session.open', { protocol: agentProtocol });
  if (!opened.ok) throw new Error(opened.error.code);
  const snapshot: Snapshot = opened.value;
  return { snapshot, close: () => agent.value.close() };
}

test('ls and pools print what core-2 prints, of the recorded R4', async () => {
  const vms = await json<readonly VmRecord[]>('ls');
  expect(vms.find(({ name }) => name === 'vault')).toEqual({
    name: 'vault',
    class: 'AppVM',
    state: 'halted',
    template: 'fedora-41-xfce',
    storageType: 'lvm',
    autostart: false,
    autostartDrift: false,
    rootState: 'at-start',
    volumes: [
      {
        role: 'root',
        pool: 'vm-pool',
        sizeBytes: 100_663_296,
        usedBytes: 0,
        revisions: null,
        isUsageLive: true,
        isOutdated: false,
      },
      {
        role: 'private',
        pool: 'vm-pool',
        sizeBytes: 33_554_432,
        usedBytes: 2_228_014,
        revisions: ['1795433449-back'],
        isUsageLive: true,
        isOutdated: false,
      },
      {
        role: 'volatile',
        pool: 'vm-pool',
        sizeBytes: 10_737_418_240,
        usedBytes: 0,
        revisions: null,
        isUsageLive: true,
        isOutdated: false,
      },
      {
        role: 'kernel',
        pool: 'linux-kernel',
        sizeBytes: 0,
        usedBytes: 0,
        revisions: null,
        isUsageLive: true,
        isOutdated: false,
      },
    ],
  });
  const pools = await json<readonly PoolRecord[]>('pools');
  expect(pools.map(({ name, driver, sizeBytes }) => [name, driver, sizeBytes])).toEqual([
    ['varlibqubes', 'file-reflink', 4_227_858_432],
    ['linux-kernel', 'linux-kernel', null],
    ['vm-pool', 'lvm_thin', 6_442_450_944],
    ['data', 'lvm_thin', 3_221_225_472],
    ['reflink', 'file-reflink', 4_227_858_432],
  ]);
  expect(pools[1]).toMatchObject({ includedIn: 'varlibqubes', overcommitRatio: null, startGate: null });
});

test('VMs are started and stopped, and whoever watches sees it by qubesd’s events', async () => {
  const changes: InventoryChange[] = [];
  let wake = (): void => undefined;
  const { close } = await openSession((change) => {
    changes.push(change);
    wake();
  });
  const seen = async (name: string, power: string): Promise<void> => {
    const isSeen = () =>
      changes.some((change) => change.changedVms.some((vm) => vm.name === name && vm.power === power));
    while (!isSeen()) await new Promise<void>((resolve) => (wake = resolve));
  };
  // Somebody else's doing.
  qubesd.act('admin.vm.Start', 'personal');
  await seen('personal', 'running');
  expect((await cli('start', 'work')).exitCode).toBe(0);
  await seen('work', 'running');
  expect((await cli('stop', 'work')).exitCode).toBe(0);
  await seen('work', 'halted');
  expect(qubesd.state.vms.get('work')?.volumes.get('private')?.revisions).toHaveLength(1);
  close();
});

test('a qube is moved to another pool by one command, and what cannot be is refused before', async () => {
  const preview = await json<readonly ActionRecord[]>('migrate', 'vault', '--to', 'data', '--dry-run');
  expect(preview).toMatchObject([{ outcome: 'planned', plan: { action: { kind: 'migrate', pool: 'data' } } }]);
  const [moved] = await json<readonly ActionRecord[]>('migrate', 'vault', '--to', 'data');
  expect(moved).toMatchObject({ vm: 'vault', outcome: 'succeeded', keptOriginals: [], job: { results: [] } });
  const { volumes } = (await json<readonly VmRecord[]>('ls')).find(({ name }) => name === 'vault') ?? { volumes: [] };
  expect(volumes.map(({ role, pool }) => [role, pool])).toEqual([
    ['root', 'vm-pool'],
    ['private', 'data'],
    ['volatile', 'data'],
    ['kernel', 'linux-kernel'],
  ]);
  expect(qubesd.state.vms.get('vault')?.volumes.get('private')?.content).toBe('vault/private');
  expect(qubesd.state.vms.size).toBe(10);
  expect((await cli('migrate', 'vault', '--to', 'data')).stderr).toContain('are in data already');
  expect((await cli('migrate', 'vault', '--to', 'nowhere')).exitCode).toBe(4);
  expect((await cli('migrate', 'vault', '--to', 'lvm')).stderr).toContain(
    'Choose the pool; on the command line: --to POOL',
  );
});

test('settings, sizes, revisions and clones are what they are on core-2', async () => {
  const done = async (...args: string[]): Promise<void> => {
    const { exitCode, stderr } = await cli(...args);
    expect([args, exitCode, stderr]).toEqual([args, 0, expect.any(String)]);
  };
  await done('set', 'win-10', 'autostart=on');
  await done('set', 'win-10', 'revisions=2');
  await done('resize', 'win-10', 'root', '1G');
  await done('clone', 'win-10', 'win-11', '--pool', 'data');
  const made = (await json<readonly VmRecord[]>('ls')).find(({ name }) => name === 'win-11');
  expect(made).toMatchObject({ autostart: true });
  expect(made?.volumes[0]).toMatchObject({ role: 'root', pool: 'data', sizeBytes: 2 ** 30 });
  expect((await cli('resize', 'win-10', 'root', '1M')).stderr).toContain('A volume only grows');
  // Nobody keeps what is now: that needs a person's word.
  const shown = await cli('revert', 'fedora-41-xfce');
  expect([shown.exitCode, shown.stdout]).toEqual([3, expect.stringContaining('gone for good')]);
  await done('revert', 'fedora-41-xfce', '--yes');
  expect(qubesd.state.vms.get('fedora-41-xfce')?.volumes.get('root')?.content).toContain('-back');
  qubesd.act('admin.vm.Start', 'win-11');
  await done('kill', 'win-11');
  qubesd.act('admin.vm.Remove', 'win-11');
});

test('qubes are made and renamed, pools come and become the default, devices are assigned', async () => {
  const done = async (...args: string[]): Promise<void> => {
    const { exitCode, stderr } = await cli(...args);
    expect([args, exitCode, stderr]).toEqual([args, 0, expect.any(String)]);
  };
  await done(
    'pools',
    'add',
    'more',
    '--driver',
    'lvm_thin',
    '--option',
    'thin_pool=more',
    '--option',
    'volume_group=v',
  );
  await done('pools', 'default', 'more', '--for', 'private');
  await done('create', 'mail', '--netvm', 'none', '--pool', 'volatile=data', '--for-disposables');
  await done('rename', 'mail', 'post');
  const made = (await json<readonly VmRecord[]>('ls')).find(({ name }) => name === 'post');
  expect(made?.volumes.map(({ role, pool }) => [role, pool])).toEqual([
    ['root', 'vm-pool'],
    ['private', 'more'],
    ['volatile', 'data'],
    ['kernel', 'linux-kernel'],
  ]);
  expect((await cli('pools', 'remove', 'more')).stderr).toContain('Volumes of post are in more.');
  await done('remove', 'post', '--yes');
  await done('pools', 'default', '--for', 'private');
  await done('pools', 'remove', 'more');
  qubesd.state.vms.get('sys-net')?.devices.set('block.Available', [`sda1:*::b:None serial='Stick'`]);
  await done('assign', 'work', 'sys-net:sda1', '--mode', 'required');
  expect(await json<readonly DeviceRecord[]>('devices')).toMatchObject([
    { assignedTo: [{ vm: 'work', mode: 'required', readOnly: false }] },
  ]);
  await done('unassign', 'work', 'sys-net:sda1');
});

test('devices are those of every backend, in core-2’s schema', async () => {
  const line = `sda1:*::b:None serial='Stick' name='BACKUP' parent_devclass='usb'`;
  qubesd.state.vms.get('sys-net')?.devices.set('block.Available', [line]);
  expect(await json<readonly DeviceRecord[]>('devices')).toMatchObject([
    {
      id: 'sys-net:sda1',
      backend: 'sys-net',
      fsLabel: 'BACKUP',
      sizeBytes: null,
      attachedTo: null,
      hiddenBecause: null,
    },
  ]);
  qubesd.act('admin.vm.Start', 'personal');
  expect((await cli('attach', 'personal', 'sys-net:sda1', '--ro')).exitCode).toBe(0);
  expect(await json<readonly DeviceRecord[]>('devices')).toMatchObject([
    { attachedTo: { vm: 'personal', frontend: 'xvdi', readOnly: true } },
  ]);
  expect((await cli('detach', 'personal', 'sys-net:sda1')).exitCode).toBe(0);
});

test('what this version does not do there is refused by a rule, and qubesd’s refusals are told', async () => {
  const refused = await cli('kept', 'free', 'work', '--yes');
  expect([refused.exitCode, refused.stderr]).toEqual([
    3,
    expect.stringContaining('cannot be done on Qubes R4 in this version'),
  ]);
  expect((await cli('start', 'nope')).exitCode).toBe(4);
  qubesd.act('admin.vm.feature.Set', 'work', 'prohibit-start', 'being moved');
  const prohibited = await cli('start', 'work');
  expect([prohibited.exitCode, prohibited.stderr]).toEqual([1, expect.stringContaining('Rationale: being moved')]);
});

test('after a restart of qubesd everything is there again', async () => {
  await qubesd.close();
  const down = await cli('ls', '--json');
  expect([down.exitCode, JSON.parse(down.stdout)]).toEqual([0, []]);
  expect(down.stderr).toContain('admin-unreachable');
  await qubesd.listen(qubesdSocket);
  expect(await json<readonly VmRecord[]>('ls')).toHaveLength(10);
});
