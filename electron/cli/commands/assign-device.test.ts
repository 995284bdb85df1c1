import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { aDevice } from '#shared/testing/a-device.ts';
import { vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { assignDevice, unassignDevice } from './assign-device.ts';
import { listDevices } from './list-devices.ts';

const assigned = aDevice({
  assignedTo: [
    { vm: vmName('work'), mode: 'required', isReadOnly: true },
    { vm: vmName('mail'), mode: 'ask-to-attach', isReadOnly: false },
  ],
});

function anAgent() {
  const asked: unknown[] = [];
  const agent = new FakeAgent({
    'device.list': () => ok({ devices: [assigned], problems: [] }),
    'device.assign': (input) => {
      asked.push(input);
      return ok({ mode: input.mode ?? 'auto-attach' });
    },
    'device.unassign': (input) => {
      asked.push(input);
      return ok({});
    },
  });
  return { agent, asked };
}

test('a device is assigned in the words of the contract, and it is said how', async () => {
  const { agent, asked } = anAgent();
  const context = aContext(agent);
  expect(await assignDevice(context, 'work', 'sys-usb:sda1', { ro: true, mode: 'required' })).toBe(0);
  expect(asked).toEqual([{ vm: 'work', device: 'sys-usb:sda1', isReadOnly: true, mode: 'required' }]);
  expect(context.printed).toEqual(['sys-usb:sda1 is assigned to work: needed at its start.']);
  const json = aContext(agent, { isJson: true });
  await assignDevice(json, 'work', 'sys-usb:sda1', {});
  expect(json.json()).toEqual({ vm: 'work', device: 'sys-usb:sda1', mode: 'auto-attach', readOnly: false });
});

test('it is taken back, and a list shows whom it is assigned to', async () => {
  const { agent, asked } = anAgent();
  const context = aContext(agent);
  expect(await unassignDevice(context, 'work', 'sys-usb:sda1')).toBe(0);
  expect(asked).toEqual([{ vm: 'work', device: 'sys-usb:sda1' }]);
  await listDevices(context, false);
  expect(context.printed.map((line) => line.split(/  +/).at(-1))).toEqual([
    'sys-usb:sda1 is not assigned to work any more.',
    'ASSIGNED TO',
    'work (required, read-only), mail (ask-to-attach)',
  ]);
});
