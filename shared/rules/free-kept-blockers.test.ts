import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import type { KeptVolume } from '../domain/volume.ts';
import { anInventory, aRunningJob, aPlan, aThinPool, aVm, aVolume, vmName } from '../testing/builders.ts';
import { freeKeptBlockers } from './free-kept-blockers.ts';

const image: KeptVolume = {
  role: 'root',
  storage: 'file',
  path: '/var/lib/qubes/vm-templates/fc20/root.img',
  sizeBytes: gib(10),
  usedBytes: gib(4),
  isOpen: false,
};
const fc20 = aVm({ name: vmName('fc20'), template: null, storageType: 'lvm', kept: [image] });
const codes = (...args: Parameters<typeof freeKeptBlockers>) => freeKeptBlockers(...args).map(({ code }) => code);

test('what nobody uses any more may go, while the VM itself runs too', () => {
  expect(freeKeptBlockers(fc20, anInventory({ vms: [fc20] }), [])).toEqual([]);
  expect(freeKeptBlockers({ ...fc20, power: 'running' }, anInventory({ vms: [fc20] }), [])).toEqual([]);
});

test('nothing kept, nothing to free', () => {
  expect(codes({ ...fc20, kept: [] }, anInventory(), [])).toEqual(['nothing-kept']);
});

test('an open image stays, and so does one whose VM has a job', () => {
  const open = { ...fc20, kept: [{ ...image, isOpen: true }] };
  const job = aRunningJob({ plan: aPlan({ vm: fc20.name }) });
  expect(codes(open, anInventory({ vms: [open] }), [job])).toEqual(['job-on-vm', 'kept-open']);
});

test('a child that runs without a root on LVM still runs from the images; one with it does not', () => {
  const onFiles = aVm({ template: fc20.name, power: 'running' });
  const onLvm = { ...onFiles, volumes: [aVolume({ role: 'root', storage: 'lvm' })] };
  expect(codes(fc20, anInventory({ vms: [fc20, onFiles] }), [])).toEqual(['child-on-kept']);
  expect(codes(fc20, anInventory({ vms: [fc20, { ...onFiles, power: 'unknown' }] }), [])).toEqual(['child-on-kept']);
  expect(codes(fc20, anInventory({ vms: [fc20, onLvm, { ...onFiles, power: 'halted' }] }), [])).toEqual([]);
});

test('the images are the only good copy while a volume is missing, inactive, or its pool is not healthy', () => {
  const volumes = [
    aVolume({ role: 'root', storage: 'lvm', pool: null, state: { kind: 'missing', lookedFor: '/dev/x' } }),
    aVolume({ storage: 'lvm', state: { kind: 'inactive', sizeBytes: gib(2) } }),
  ];
  const pools = [aThinPool({ health: 'needs-check' })];
  expect(codes({ ...fc20, volumes }, anInventory({ pools }), [])).toEqual([
    'image-missing',
    'volume-inactive',
    'pool-unhealthy',
  ]);
});
