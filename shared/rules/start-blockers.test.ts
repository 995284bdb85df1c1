import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { aPlan, aRunningJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { startBlockers } from './start-blockers.ts';

const template = aVm({ name: vmName('fedora-20-x64'), template: null, storageType: 'lvm' });

test('a halted VM may start, and one that has crashed', () => {
  expect(startBlockers(aVm(), template, [])).toEqual([]);
  expect(startBlockers(aVm({ power: 'crashed' }), template, [])).toEqual([]);
});

test.each(['transient', 'running', 'paused', 'suspended', 'halting', 'dying', 'unknown'] as const)(
  'a VM that is %s does not start',
  (power) => {
    expect(startBlockers(aVm({ power }), template, [])).toEqual([{ code: 'vm-not-halted', vm: 'work', power }]);
  },
);

test.each(['running', 'paused', 'crashed', 'unknown'] as const)('its template may be %s', (power) => {
  expect(startBlockers(aVm(), { ...template, power }, [])).toEqual([]);
});

test('a job that holds the VM or its template is in the way', () => {
  const onVm = aRunningJob();
  const onTemplate = aRunningJob({ plan: aPlan({ vm: template.name }) });
  expect(startBlockers(aVm(), template, [onVm, onTemplate])).toEqual([
    { code: 'job-on-vm', vm: 'work', job: onVm.id },
    { code: 'job-on-vm', vm: template.name, job: onTemplate.id },
  ]);
});

test('a volume that is missing, or that somebody has open, is named', () => {
  const volumes = [
    aVolume({ role: 'root', state: { kind: 'present', sizeBytes: gib(2), usedBytes: gib(1), isOpen: true } }),
    aVolume({ state: { kind: 'missing', lookedFor: '/x/private.img' } }),
  ];
  expect(startBlockers(aVm({ volumes }), template, [])).toEqual([
    { code: 'volume-open', vm: 'work', role: 'root' },
    { code: 'image-missing', vm: 'work', role: 'private', lookedFor: '/x/private.img' },
  ]);
});

test('the root of a template on image files may be open: its children run from it', () => {
  const root = aVolume({
    role: 'root',
    state: { kind: 'present', sizeBytes: gib(2), usedBytes: gib(1), isOpen: true },
  });
  const fileTemplate = aVm({ template: null, storageType: 'file', volumes: [root] });
  expect(startBlockers(fileTemplate, undefined, [])).toEqual([]);
  for (const other of [aVm({ ...fileTemplate, storageType: 'lvm' }), aVm({ ...fileTemplate, class: 'TemplateHVM' })]) {
    expect(startBlockers(other, undefined, [])).toMatchObject([{ code: 'volume-open', role: 'root' }]);
  }
});

test('an HVM template on image files and its VMs do not run together: nothing keeps its old blocks', () => {
  const hvmTemplate = aVm({ name: vmName('win'), template: null, class: 'TemplateHVM', power: 'running' });
  const hvm = aVm({ class: 'HVM', template: hvmTemplate.name });
  expect(startBlockers(hvm, hvmTemplate, [])).toEqual([{ code: 'vm-not-halted', vm: 'win', power: 'running' }]);
  expect(startBlockers(hvm, { ...hvmTemplate, storageType: 'lvm' }, [])).toEqual([]);
  expect(startBlockers(hvm, { ...hvmTemplate, power: 'halted' }, [])).toEqual([]);
});

test('dom0 runs already', () => {
  const dom0 = aVm({ name: vmName('dom0'), class: 'AdminVM', power: 'running' });
  expect(startBlockers(dom0, undefined, [])).toMatchObject([{ code: 'vm-not-halted' }]);
});

test('a DisposableVM was started when it was made, and never again', () => {
  expect(startBlockers(aVm({ class: 'DispVM' }), template, [])).toEqual([
    { code: 'disposable-starts-once', vm: 'work' },
  ]);
});
