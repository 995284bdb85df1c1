import { expect, test } from 'vitest';
import type { DeviceId, DeviceIdentity, Timestamp, VmName } from '#shared/domain/ids.ts';
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

const usbStick = String.raw`sda1:0951:1666::b:1 serial='Stick' parent_devclass='usb'`;
const work = 'work' as VmName;
const stickId = 'sys-net:sda1' as DeviceId;
const stickOn = { '4.2': 'sda1 mode=w size=1000 description=Stick', '4.3': usbStick } as const;

test.each(['4.2', '4.3'] as const)(
  'on R%s a device is given at every start, shown, and taken back',
  async (generation) => {
    const { qubesd, devices } = aSystem(generation);
    offer(qubesd, 'sys-net', [stickOn[generation]]);
    const shown = async () => {
      const list = await devices.list();
      return list.ok ? list.value.devices.find(({ id }) => id === stickId) : undefined;
    };
    const mode = generation === '4.2' ? 'required' : 'auto-attach';
    const wish = { vm: work, device: stickId, isReadOnly: true };
    expect(await devices.assign(wish)).toEqual({ ok: true, value: { mode } });
    const call = qubesd.asked.find(({ method }) => /\.(Assign|Attach)$/.test(method));
    expect([call?.arg, call?.payload]).toEqual(
      generation === '4.2'
        ? ['sys-net+sda1', 'read-only=yes persistent=True']
        : [
            'sys-net+sda1+0951+1666++b+1',
            "device_id='0951:1666::b:1' port_id='sda1' devclass='block' backend_domain='sys-net' mode='auto-attach' frontend_domain='work' _read-only='yes'",
          ],
    );
    expect(await shown()).toMatchObject({ attachedTo: null, assignedTo: [{ vm: 'work', mode, isReadOnly: true }] });
    expect(await devices.assign(wish)).toMatchObject({ error: { blockers: [{ code: 'device-assigned' }] } });
    // Pulled out, it is still assigned, and cannot be attached.
    offer(qubesd, 'sys-net', []);
    expect(await shown()).toMatchObject({ hidden: { owner: { code: 'not-there' } }, assignedTo: [{ vm: 'work' }] });
    expect(await devices.assign(wish)).toMatchObject({ error: { code: 'device-not-found' } });
    expect(await devices.unassign(work, stickId)).toEqual({ ok: true, value: undefined });
    expect(await shown()).toBeUndefined();
    expect(await devices.unassign(work, stickId)).toMatchObject({ error: { code: 'device-not-assigned' } });
  },
);

test('another stick in the same place is not the assigned one on R4.3', async () => {
  const { qubesd, devices } = aSystem('4.3');
  offer(qubesd, 'sys-net', [usbStick]);
  await devices.assign({ vm: work, device: stickId, isReadOnly: false, mode: 'required' });
  offer(qubesd, 'sys-net', [usbStick.replace('0951', '1234')]);
  const list = await devices.list();
  expect(
    list.ok && list.value.devices.map(({ hidden, assignedTo }) => [hidden?.owner.code, assignedTo.length]),
  ).toEqual([
    [undefined, 0],
    ['not-there', 1],
  ]);
});

test('a running VM keeps what is unassigned on R4.2, and a halted one has nothing of it yet', async () => {
  const { qubesd, devices } = aSystem('4.2');
  offer(qubesd, 'sys-net', [stickOn['4.2']]);
  await devices.assign({ vm: work, device: stickId, isReadOnly: false });
  qubesd.act('admin.vm.Start', 'work');
  const first = async () => {
    const list = await devices.list();
    return list.ok ? list.value.devices[0] : undefined;
  };
  expect(await first()).toMatchObject({ attachedTo: { vm: 'work' }, assignedTo: [{ vm: 'work' }] });
  expect(await devices.unassign(work, stickId)).toMatchObject({ ok: true });
  expect(await first()).toMatchObject({ attachedTo: { vm: 'work' }, assignedTo: [] });
  const ask = { vm: work, device: stickId, isReadOnly: false, mode: 'ask-to-attach' } as const;
  expect(await devices.assign(ask)).toMatchObject({ error: { blockers: [{ code: 'assignment-mode-unknown' }] } });
});

test('what is dom0’s own, or changed since it was looked at, is not assigned, and a refusal is told', async () => {
  const { qubesd, devices } = aSystem('4.3');
  offer(qubesd, 'dom0', [`dm-3:*::b:None serial='qubes dom0-vm--work--private'`]);
  offer(qubesd, 'sys-net', [usbStick]);
  const own = await devices.assign({ vm: work, device: 'dom0:dm-3' as DeviceId, isReadOnly: false });
  expect(own).toMatchObject({ error: { blockers: [{ code: 'device-owned' }] } });
  const identity = 'another' as DeviceIdentity;
  const changed = await devices.assign({ vm: work, device: stickId, isReadOnly: false, identity });
  expect(changed).toMatchObject({ error: { blockers: [{ code: 'device-changed' }] } });
  const dom0 = await devices.assign({ vm: 'dom0' as VmName, device: stickId, isReadOnly: false, frontend: 'xvda' });
  expect(dom0).toMatchObject({
    error: { blockers: [{ code: 'class-takes-no-devices' }, { code: 'frontend-not-for-devices' }] },
  });
  for (const fault of [{ kind: 'refuse' }, { kind: 'cut', afterBytes: 1 }] as const) {
    qubesd.intercept = ({ method }) => (method.endsWith('.Assign') ? fault : undefined);
    expect(await devices.assign({ vm: work, device: stickId, isReadOnly: false })).toMatchObject({ ok: false });
  }
});
