import { expect, test } from 'vitest';
import { parseStore } from './parse-store.ts';
import { aStore } from './testing/a-store.ts';

test('every disk is told with its VM, its frontend and its numbers in decimal', () => {
  const store = aStore({ 7: 'work' }, [
    { domain: 7, number: 51712, dev: 'xvda', params: '/dev/qubes_dom0/work-root', physicalDevice: 'fd:4' },
    { domain: 7, number: 51840, dev: 'xvdi', params: '/dev/sdb1', physicalDevice: '8:11', mode: 'r' },
  ]);
  expect(parseStore(store)).toEqual([
    {
      vm: 'work',
      backend: 'dom0',
      frontend: 'xvda',
      path: '/dev/qubes_dom0/work-root',
      deviceNumber: '253:4',
      isReadOnly: false,
      state: 4,
      node: null,
    },
    {
      vm: 'work',
      backend: 'dom0',
      frontend: 'xvdi',
      path: '/dev/sdb1',
      deviceNumber: '8:17',
      isReadOnly: true,
      state: 4,
      node: null,
    },
  ]);
});

test("what another VM's device became is told with that VM as backend", () => {
  const stick = { domain: 7, number: 51840, dev: 'xvdi', params: '/dev/sda', physicalDevice: '8:0', backend: 2 };
  expect(parseStore(aStore({ 2: 'usbvm', 7: 'work' }, [stick]))).toMatchObject([{ vm: 'work', backend: 'usbvm' }]);
});

test('a disk that is not set up yet has no number, and one that is closed is nobody’s', () => {
  const disks = [
    { domain: 7, number: 51840, dev: 'xvdi', params: '/dev/sdb', state: 2 },
    { domain: 7, number: 51856, dev: 'xvdj', params: '/dev/sdc', physicalDevice: '8:20', state: 6 },
  ];
  expect(parseStore(aStore({ 7: 'work' }, disks))).toMatchObject([{ frontend: 'xvdi', deviceNumber: null, state: 2 }]);
});

test("an HVM's device model has the HVM's disks, which are told once", () => {
  const root = { number: 51712, dev: 'xvda', params: '/var/lib/qubes/appvms/win7/root.img', physicalDevice: '7:5' };
  const disks = [
    { domain: 8, ...root },
    { domain: 9, ...root },
  ];
  expect(parseStore(aStore({ 8: 'win7', 9: 'win7-dm' }, disks))).toMatchObject([{ vm: 'win7', frontend: 'xvda' }]);
});

test('permissions after the value, and quotes within it, do not matter', () => {
  const disk = { domain: 7, number: 51840, dev: 'xvdi', params: '/mnt/a "b".img', physicalDevice: '7:a' };
  const store = aStore({ 7: 'work' }, [disk]).replaceAll(/"$/gm, '"   (n0,r7)');
  expect(parseStore(store)).toMatchObject([{ path: '/mnt/a "b".img', deviceNumber: '7:10' }]);
});

test('without any VM there is nothing', () => {
  expect(parseStore(aStore({}, []))).toEqual([]);
  expect(parseStore('')).toEqual([]);
});
