import { expect, test } from 'vitest';
import { aRunningJob, aPlan, aVm, aVolume, vmName } from '../testing/builders.ts';
import { disposableBlockers } from './disposable-blockers.ts';

const template = aVm({ name: vmName('fedora-20-x64'), template: null, storageType: 'lvm' });
const dvm = aVm({ name: vmName('fedora-20-x64-dvm'), template: template.name, storageType: 'lvm' });

test('DisposableVMs are made of a -dvm on LVM, whether it and its template run or not', () => {
  expect(disposableBlockers(dvm, template, [])).toEqual([]);
  expect(disposableBlockers({ ...dvm, power: 'running' }, { ...template, power: 'running' }, [])).toEqual([]);
});

test.each([
  ['any other AppVM', aVm({ storageType: 'lvm' }), template],
  ['a standalone', aVm({ name: dvm.name, class: 'StandaloneVM', template: null }), undefined],
  ['a template', { ...template, name: vmName('x-dvm') }, undefined],
])('they are not made of %s', (_case, vm, of) => {
  expect(disposableBlockers(vm, of, [])).toEqual([{ code: 'not-for-disposables', vm: vm.name }]);
});

test('each of the two that is on image files is named', () => {
  expect(disposableBlockers({ ...dvm, storageType: 'file' }, { ...template, storageType: 'file' }, [])).toEqual([
    { code: 'disposables-need-lvm', vm: dvm.name },
    { code: 'disposables-need-lvm', vm: template.name },
  ]);
});

test('a job on either, and a volume that is missing, are in the way', () => {
  const job = aRunningJob({ plan: aPlan({ vm: template.name }) });
  expect(disposableBlockers(dvm, template, [job])).toEqual([{ code: 'job-on-vm', vm: template.name, job: job.id }]);
  const missing = aVolume({ state: { kind: 'missing', lookedFor: '/dev/x' } });
  expect(disposableBlockers({ ...dvm, volumes: [missing] }, template, [])).toMatchObject([{ code: 'image-missing' }]);
});
