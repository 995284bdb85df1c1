import { expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { aVm, aVolume } from '#shared/testing/builders.ts';
import { heldBy, limitOf } from './vm-figures.ts';

const present = { kind: 'present', sizeBytes: gib(10), usedBytes: gib(4), isOpen: false } as const;

test("a template's root does not count for the VMs that start from it", () => {
  const vm = aVm({ volumes: [...aVm().volumes.filter(({ role }) => role === 'root'), aVolume({ state: present })] });
  expect([limitOf(vm), heldBy(vm)]).toEqual([gib(10), gib(4)]);
});

test('root and private add up, volatile is left out', () => {
  const roles = ['root', 'private', 'volatile'] as const;
  const vm = aVm({ template: null, volumes: roles.map((role) => aVolume({ role, state: present })) });
  expect([limitOf(vm), heldBy(vm)]).toEqual([gib(20), gib(8)]);
});

test('what is not known is not counted as nothing', () => {
  const missing = aVm({ volumes: [aVolume({ state: { kind: 'missing', lookedFor: '/x' } })] });
  const inactive = aVm({ volumes: [aVolume({ state: { kind: 'inactive', sizeBytes: gib(3) } })] });
  expect([limitOf(missing), heldBy(missing)]).toEqual([null, null]);
  expect([limitOf(inactive), heldBy(inactive)]).toEqual([gib(3), null]);
});
