import { expect, test } from 'vitest';
import type { DeviceId, Timestamp, VmName } from '#shared/domain/ids.ts';
import { AdminClient } from './admin-client.ts';
import { AdminDevices } from './admin-devices.ts';
import { AdminInventory } from './admin-inventory.ts';
import { AdminQubes } from './admin-qubes.ts';
import { assignmentPayload, deviceArgument, readDeviceLine } from './device-line.ts';
import { directTransport } from './testing/direct-transport.ts';
import { recordedState } from './testing/recorded-state.ts';
import { StandInQubesd } from './testing/stand-in-qubesd.ts';

function aSystem(generation: '4.2' | '4.3') {
  const qubesd = new StandInQubesd(recordedState('lvm-thin-pools'));
  qubesd.state.generation = generation;
  const client = new AdminClient(directTransport(qubesd));
  const inventory = new AdminInventory({
    client,
    seesAllVms: true,
    thin: null,
    now: () => '2026-11-25T12:00:00.000Z' as Timestamp,
  });
  return { qubesd, devices: new AdminDevices(new AdminQubes(client), () => inventory.look()) };
}

const offer = (qubesd: StandInQubesd, vm: string, lines: readonly string[]): void => {
  qubesd.state.vms.get(vm)?.devices.set('block.Available', [...lines]);
};

const stick = String.raw`sda1:0951:1666:AB12::u080650:1.0:1 device_id='0951:1666:AB12::u080650:1.0:1' port_id='sda1' devclass='block' backend_domain='sys-usb' serial='Data\'Traveler 3.0' name='BACK UP' parent_port_id='sda' parent_devclass='block'`;

test('a line is taken apart whatever is in its values, and named again as calls want it', () => {
  const line = readDeviceLine(stick, 'r4.3');
  expect([line.port, line.deviceId, line.fields.get('serial'), line.fields.get('name')]).toEqual([
    'sda1',
    '0951:1666:AB12::u080650:1.0:1',
    "Data'Traveler 3.0",
    'BACK UP',
  ]);
  expect(deviceArgument({ ...line, backend: 'sys-usb' })).toBe('sys-usb+sda1+0951+1666+AB12++u080650+1.0+1');
  expect(deviceArgument({ backend: 'sys-usb', port: 'sda1', deviceId: '*' })).toBe('sys-usb+sda1+_');
  expect(deviceArgument({ backend: 'a', port: 'b', deviceId: '0000:0000::?******' })).toBe('a+b+0000+0000++_______');
  const assigned = readDeviceLine(`sys-usb+sda1:* mode='required' port_id='sda1' vendor='x' _read-only='yes'`, 'r4.3');
  expect(assignmentPayload(assigned, 'work')).toBe(
    "mode='required' port_id='sda1' _read-only='yes' frontend_domain='work'",
  );
  const old = readDeviceLine('sda mode=w size=1000 device_node=/dev/sda description=Big disk (MY DATA)', 'r4.2');
  expect([...old.fields]).toEqual([
    ['mode', 'w'],
    ['size', '1000'],
    ['device_node', '/dev/sda'],
    ['description', 'Big disk (MY DATA)'],
  ]);
});

test('devices of every backend are listed on R4.3, and what is dom0’s own is hidden with whose it is', async () => {
  const { qubesd, devices } = aSystem('4.3');
  offer(qubesd, 'sys-net', [stick]);
  offer(qubesd, 'dom0', [
    `dm-3:*::b:None serial='qubes dom0-vm--work--private'`,
    `loop0:*::b:None serial='/var/lib/qubes/appvms/vault/private.img'`,
    `dm-4:*::b:None serial='qubes data-old'`,
    `dm-5:*::b:None serial='luks-1234'`,
    `nvme0n1p3:*::b:None serial='SAMSUNG'`,
    `sdb:*::b:None serial='Stick' parent_devclass='usb'`,
  ]);
  const list = await devices.list();
  if (!list.ok) throw new Error(list.error.code);
  expect(list.value.problems).toEqual([]);
  expect(list.value.devices.map(({ id, hidden }) => [id, hidden?.owner.code ?? null])).toEqual([
    ['dom0:dm-3', 'vm-volume'],
    ['dom0:loop0', 'vm-volume'],
    ['dom0:dm-4', 'volume-group'],
    ['dom0:dm-5', 'claimed'],
    ['dom0:nvme0n1p3', 'unknown'],
    ['dom0:sdb', null],
    ['sys-net:sda1', null],
  ]);
  const owned = await devices.attach({ vm: 'work' as VmName, device: 'dom0:dm-3' as DeviceId, isReadOnly: false });
  expect(owned).toMatchObject({ error: { blockers: [{ code: 'vm-not-running' }, { code: 'device-owned' }] } });
});

test.each(['4.2', '4.3'] as const)('on R%s a device is given to a VM that runs, and taken back', async (generation) => {
  const { qubesd, devices } = aSystem(generation);
  offer(qubesd, 'sys-net', [generation === '4.3' ? stick : 'sda1 mode=w size=4096 description=Stick (BACKUP)']);
  const [vm, device] = ['work' as VmName, 'sys-net:sda1' as DeviceId];
  qubesd.act('admin.vm.Start', 'work');
  expect(await devices.attach({ vm, device, isReadOnly: true })).toEqual({ ok: true, value: { frontend: 'xvdi' } });
  const seen = await devices.list();
  expect(seen.ok && seen.value.devices[0]).toMatchObject({
    id: device,
    sizeBytes: generation === '4.3' ? null : 4096,
    attachedTo: { vm, frontend: 'xvdi', isReadOnly: true },
  });
  const again = await devices.attach({ vm, device, isReadOnly: true });
  expect(again).toMatchObject({ error: { blockers: [{ code: 'device-attached', vm, frontend: 'xvdi' }] } });
  expect(await devices.detach(vm, { frontend: 'xvda' })).toMatchObject({ error: { blockers: [{ code: 'own-disk' }] } });
  expect(await devices.detach(vm, { device })).toEqual({ ok: true, value: { frontend: 'xvdi' } });
  expect(await devices.detach(vm, { device })).toMatchObject({ error: { code: 'device-not-attached' } });
});

test('where a call is refused it is said once, and the rest is listed', async () => {
  const { qubesd, devices } = aSystem('4.3');
  offer(qubesd, 'sys-net', [stick]);
  qubesd.intercept = ({ method }) => (method.endsWith('Attached') ? { kind: 'refuse' } : undefined);
  const list = await devices.list();
  expect(list.ok && [list.value.devices.length, list.value.problems.map(({ code }) => code)]).toEqual([
    1,
    ['admin-refused'],
  ]);
});
