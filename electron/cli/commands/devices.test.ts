import { expect, test } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import type { AgentContract } from '#shared/contract/agent-contract.ts';
import type { InputOf } from '#shared/contract/define-contract.ts';
import type { Device } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { aDevice } from '#shared/testing/a-device.ts';
import { vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { attachDevice } from './attach-device.ts';
import { detachDevice } from './detach-device.ts';
import { listDevices } from './list-devices.ts';
import { qvmBlockDetach, qvmBlockList } from './qvm-block.ts';

const work = vmName('work');
const stick = aDevice();
const given = aDevice({ ident: 'loop0', disk: null, attachedTo: { vm: work, frontend: 'xvdi', isReadOnly: true } });
const taken = aDevice({
  ident: 'sda1',
  disk: 'sda',
  hidden: { owner: { code: 'mounted', mountPoint: '/boot' }, via: null },
});
const pulledOut = aDevice({
  ...{ ident: 'sdc', disk: null, sizeBytes: null, description: null, fileSystem: null },
  attachedTo: { vm: work, frontend: 'xvdj', isReadOnly: false },
  hidden: { owner: { code: 'gone' }, via: null },
});

type Asked = InputOf<AgentContract, 'device.attach'> | InputOf<AgentContract, 'device.detach'>;

function anAgent(devices: readonly Device[] = [stick, given, taken, pulledOut], problems: readonly Failure[] = []) {
  const asked: Asked[] = [];
  const agent = new FakeAgent({
    'device.list': () => ok({ devices, problems }),
    'device.attach': (input) => {
      asked.push(input);
      return ok({ frontend: input.frontend ?? 'xvdi' });
    },
    'device.detach': (input) => {
      asked.push(input);
      return ok({ frontend: 'frontend' in input.what ? input.what.frontend : 'xvdi' });
    },
  });
  return { agent, asked };
}

test('devices lists what can be attached and what is, also when it is gone', async () => {
  const context = aContext(anAgent().agent);
  expect(await listDevices(context, false)).toBe(0);
  expect(context.printed).toEqual([
    'DEVICE        SIZE  DESCRIPTION    FILE SYSTEM    ATTACHED TO',
    'dom0:sdb1   57 GiB  SanDisk Ultra  ext4 "PHOTOS"  –',
    'dom0:loop0  57 GiB  SanDisk Ultra  ext4 "PHOTOS"  work as xvdi, read-only',
    'dom0:sdc         –  disk           –              work as xvdj',
  ]);
});

test('devices --all says whose the others are', async () => {
  const context = aContext(anAgent([stick, taken]).agent);
  await listDevices(context, true);
  expect(context.printed.map((line) => line.split(/  +/).at(-1))).toEqual(['BELONGS TO', '–', 'mounted at /boot']);
});

test('with nothing to attach, devices says so; what could not be read goes to stderr', async () => {
  const context = aContext(anAgent([taken], [{ code: 'lvm-not-answering', seconds: 120 }]).agent);
  expect(await listDevices(context, false)).toBe(0);
  expect(context.printed).toEqual([expect.stringContaining('devices --all')]);
  expect(context.noted).toEqual(['qubes-storage: LVM has not answered for 120 s.']);
});

test('devices --json has every field, whoever has the device', async () => {
  const context = aContext(anAgent([taken, given]).agent, { isJson: true });
  await listDevices(context, true);
  expect(context.json()).toEqual([
    {
      id: 'dom0:sda1',
      backend: 'dom0',
      name: 'sda1',
      description: 'SanDisk Ultra',
      sizeBytes: 57 * 2 ** 30,
      model: 'SanDisk Ultra',
      serial: '4C530001230524116195',
      isPartition: true,
      disk: 'sda',
      readOnly: false,
      fsType: 'ext4',
      fsLabel: 'PHOTOS',
      identity: 'identity of sdb1',
      attachedTo: null,
      assignedTo: [],
      hiddenBecause: { code: 'mounted', mountPoint: '/boot', via: null },
    },
    expect.objectContaining({ attachedTo: { vm: 'work', frontend: 'xvdi', readOnly: true }, hiddenBecause: null }),
  ]);
});

test('attach gives a VM a device, which may be named without its backend', async () => {
  const { agent, asked } = anAgent();
  const context = aContext(agent);
  expect(await attachDevice(context, 'work', 'sdb1', { ro: true, frontend: 'xvdk', identity: 'x' })).toBe(0);
  expect(asked).toEqual([{ vm: 'work', device: 'dom0:sdb1', isReadOnly: true, frontend: 'xvdk', identity: 'x' }]);
  expect(context.printed).toEqual(['dom0:sdb1 is attached to work as xvdk, read-only.']);
});

test('attach --json tells what it became', async () => {
  const { agent, asked } = anAgent();
  const context = aContext(agent, { isJson: true });
  await attachDevice(context, 'work', 'dom0:sdb1', {});
  expect(asked).toEqual([{ vm: 'work', device: 'dom0:sdb1', isReadOnly: false }]);
  expect(context.json()).toEqual({ vm: 'work', device: 'dom0:sdb1', frontend: 'xvdi', readOnly: false });
});

test('what can be no device is not found, without asking', async () => {
  const { agent, asked } = anAgent();
  expect(await attachDevice(aContext(agent), 'work', '/dev/sdb1', {})).toBe(4);
  expect(await detachDevice(aContext(agent), 'work', '../sdb1')).toBe(4);
  expect(asked).toEqual([]);
});

test('a refusal is told, with exit code 3', async () => {
  const blockers = [
    { code: 'device-owned', device: taken.id, owner: { code: 'mounted', mountPoint: '/boot' }, via: null },
  ] as const;
  const context = aContext(new FakeAgent({ 'device.attach': () => err({ code: 'refused', blockers }) }));
  expect(await attachDevice(context, 'work', 'sda1', {})).toBe(3);
  expect(context.noted).toEqual(['qubes-storage: dom0:sda1 is taken (mounted at /boot), so it cannot be attached.']);
});

test('detach takes a device or a frontend', async () => {
  const { agent, asked } = anAgent();
  const context = aContext(agent);
  expect(await detachDevice(context, 'work', 'loop0')).toBe(0);
  expect(await detachDevice(context, 'work', 'xvdj')).toBe(0);
  expect(asked).toEqual([
    { vm: 'work', what: { device: 'dom0:loop0' } },
    { vm: 'work', what: { frontend: 'xvdj' } },
  ]);
  expect(context.printed).toEqual(['work has no xvdi any more.', 'work has no xvdj any more.']);
});

test('qvm-block prints the lines of the original', async () => {
  const context = aContext(anAgent().agent);
  await qvmBlockList(context, false);
  expect(context.printed).toEqual([
    'dom0:sdb1\tSanDisk Ultra 57 GiB',
    "dom0:loop0\tSanDisk Ultra 57 GiB (attached to 'work' as 'xvdi')",
    "dom0:sdc\tdisk – (attached to 'work' as 'xvdj')",
  ]);
  const all = aContext(anAgent().agent);
  await qvmBlockList(all, true);
  expect(all.printed).toHaveLength(4);
});

test('qvm-block -d VM takes all that the VM was given, and -d DEVICE that one wherever it is', async () => {
  const { agent, asked } = anAgent();
  expect(await qvmBlockDetach(aContext(agent), 'work')).toBe(0);
  expect(await qvmBlockDetach(aContext(agent), 'dom0:loop0')).toBe(0);
  expect(asked.map((one) => 'what' in one && one.what)).toEqual([
    { frontend: 'xvdi' },
    { frontend: 'xvdj' },
    { frontend: 'xvdi' },
  ]);
  expect(await qvmBlockDetach(aContext(agent), 'dom0:sdb1')).toBe(4);
});
