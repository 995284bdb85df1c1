// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { aVm, aVolume, vmName } from '#shared/testing/builders.ts';
import { replacePreferences, usePreferences } from '../../stores/preferences-store.ts';
import { useVmRows } from './use-vm-rows.ts';

const holding = (name: string, held: number | null) =>
  aVm({
    name: vmName(name),
    volumes: [
      aVolume({
        state:
          held === null
            ? { kind: 'missing', lookedFor: '/x' }
            : { kind: 'present', sizeBytes: gib(20), usedBytes: gib(held), isOpen: false },
      }),
    ],
  });
const vms = [holding('vm10', 2), holding('vm9', 2), holding('Alpha', 9), holding('beta', null)];

function sortedBy(column: string, isDescending: boolean): readonly string[] {
  replacePreferences({ ...usePreferences.getState(), sort: { column, isDescending } });
  return renderHook(() => useVmRows(vms)).result.current.map((vm) => vm.name);
}

beforeEach(() => replacePreferences(usePreferences.getInitialState()));

test('names are sorted as people read them', () => {
  expect(sortedBy('name', false)).toEqual(['Alpha', 'beta', 'vm9', 'vm10']);
  expect(sortedBy('name', true)).toEqual(['vm10', 'vm9', 'beta', 'Alpha']);
});

test('equal values stay in the order of their names, unknown ones come last either way', () => {
  expect(sortedBy('holds', false)).toEqual(['vm9', 'vm10', 'Alpha', 'beta']);
  expect(sortedBy('holds', true)).toEqual(['Alpha', 'vm9', 'vm10', 'beta']);
});

test('a column that no longer exists means by name', () => {
  expect(sortedBy('shoe-size', false)).toEqual(['Alpha', 'beta', 'vm9', 'vm10']);
});
