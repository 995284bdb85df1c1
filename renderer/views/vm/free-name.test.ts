import { expect, test } from 'vitest';
import { aVm, vmName } from '#shared/testing/builders.ts';
import { freeName } from './free-name.ts';

test('a clone is called after its source', () => {
  expect(freeName('work', [aVm()])).toBe('work-clone');
});

test('with a number when that is taken', () => {
  const taken = ['work-clone', 'work-clone2'].map((name) => aVm({ name: vmName(name) }));
  expect(freeName('work', taken)).toBe('work-clone3');
});

test('a long name is cut, so that the clone can have it', () => {
  expect(freeName('a'.repeat(31), []).length).toBeLessThan(31);
});
