import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { aPlan, aRunningJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { resizeBlockers } from './resize-blockers.ts';

/** A private volume of 2 GiB, and a root of its template's. */
const work = aVm();
const template = aVm({ name: vmName('fc20'), template: null });

test('a halted VM’s own volumes may grow', () => {
  expect(resizeBlockers(work, 'private', gib(4), [])).toEqual([]);
  expect(resizeBlockers(template, 'root', gib(20), [])).toEqual([]);
});

test('nothing shrinks, and what has the size has it', () => {
  expect(resizeBlockers(work, 'private', gib(1), [])).toEqual([
    { code: 'shrink-refused', vm: 'work', role: 'private', sizeBytes: gib(2), askedBytes: gib(1) },
  ]);
  expect(resizeBlockers(work, 'private', gib(2), [])).toMatchObject([{ code: 'already-that-size' }]);
});

test('a root that is made from the template’s grows with the template', () => {
  expect(resizeBlockers(work, 'root', gib(20), [])).toEqual([
    { code: 'root-of-template', vm: 'work', template: 'fedora-20-x64' },
  ]);
});

test.each(['AdminVM', 'DispVM'] as const)('a VM of class %s has no volume of its own', (kind) => {
  expect(resizeBlockers(aVm({ class: kind }), 'private', gib(4), [])).toEqual([
    { code: 'no-volume-of-its-own', vm: 'work', class: kind },
  ]);
});

test('a VM in use, or a volume that is not there, does not grow; a missing other one is no reason', () => {
  const missing = aVolume({ role: 'root', state: { kind: 'missing', lookedFor: '/x/root.img' } });
  const broken = { ...template, volumes: [missing, aVolume()] };
  expect(resizeBlockers(broken, 'root', gib(20), [])).toMatchObject([{ code: 'image-missing', role: 'root' }]);
  expect(resizeBlockers(broken, 'private', gib(20), [])).toEqual([]);
  const job = aRunningJob({ plan: aPlan({ vm: work.name }) });
  expect(resizeBlockers({ ...work, power: 'running' }, 'private', gib(4), [job]).map(({ code }) => code)).toEqual([
    'vm-not-halted',
    'job-on-vm',
  ]);
});

test('a template’s private volume may grow while its children have its root open', () => {
  const root = aVolume({
    role: 'root',
    state: { kind: 'present', sizeBytes: gib(10), usedBytes: gib(8), isOpen: true },
  });
  const used = { ...template, volumes: [root, aVolume()] };
  expect(resizeBlockers(used, 'private', gib(4), [])).toEqual([]);
  expect(resizeBlockers(used, 'root', gib(20), [])).toMatchObject([{ code: 'volume-open', role: 'root' }]);
});
