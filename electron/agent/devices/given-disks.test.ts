import { expect, test } from 'vitest';
import { vmName } from '#shared/testing/builders.ts';
import type { DeviceId } from '#shared/domain/ids.ts';
import type { AttachedDisk } from '../hypervisor/hypervisor.ts';
import { diskFrom, givenDisks, goneDevice } from './given-disks.ts';

const work = vmName('work');

const aDisk = (facts: Partial<AttachedDisk> = {}): AttachedDisk => ({
  vm: work,
  frontend: 'xvdi',
  isReadOnly: false,
  backend: vmName('dom0'),
  path: '/dev/sdz1',
  deviceNumber: '65:145',
  ...facts,
});

test('what a VM runs on is told apart from what it was given', async () => {
  const disks = [
    aDisk({ frontend: 'xvdb', deviceNumber: '253:4' }),
    aDisk(),
    aDisk({ frontend: 'hdc', deviceNumber: '7:3' }),
  ];
  const { own, attached, gone } = await givenDisks(disks, new Set(['253:4', '65:145', '7:3']));
  expect([...own]).toEqual([
    ['253:4', { code: 'vm-disk', vm: work, frontend: 'xvdb' }],
    ['7:3', { code: 'vm-disk', vm: work, frontend: 'hdc' }],
  ]);
  expect([...attached]).toEqual([['65:145', { vm: work, frontend: 'xvdi', isReadOnly: false }]]);
  expect(gone).toEqual([]);
});

test('the devices of another VM have numbers of their own, which are none of dom0’s', async () => {
  const given = await givenDisks([aDisk({ backend: vmName('usbvm') })], new Set(['65:145']));
  expect([given.attached.size, given.gone.length]).toEqual([0, 0]);
});

test('what was pulled out is still known by its path, to be listed and to be detached', async () => {
  const disk = aDisk();
  expect((await givenDisks([disk], new Set())).gone).toEqual([disk]);
  expect(goneDevice(disk)).toMatchObject({
    id: 'dom0:sdz1',
    sizeBytes: null,
    attachedTo: { vm: work, frontend: 'xvdi' },
    hidden: { owner: { code: 'gone' } },
  });
  expect(await diskFrom([disk], 'dom0:sdz1' as DeviceId)).toBe(disk);
  expect(await diskFrom([disk], 'dom0:sdz2' as DeviceId)).toBeUndefined();
});

test.each(['dom0:..', 'dom0:../sdz1', 'usbvm:sdz1', 'dom0:'])('%s is no device of dom0', async (id) => {
  expect(await diskFrom([aDisk({ path: '/dev/..' })], id as DeviceId)).toBeUndefined();
});
