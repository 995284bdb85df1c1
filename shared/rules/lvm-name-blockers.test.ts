import { expect, test } from 'vitest';
import { namingSchemes } from '../domain/naming-scheme.ts';
import { lvmNameBlockers } from './lvm-name-blockers.ts';

test('a name that LVM refuses may do under another scheme', () => {
  const problem = { code: 'reserved-by-lvm', part: 'snapshot', worksAs: 'vm-NAME-VOLUME' };
  expect(lvmNameBlockers('snapshot1', 'NAME-VOLUME')).toEqual([
    { code: 'name-not-allowed', name: 'snapshot1', problem },
  ]);
  expect(lvmNameBlockers('snapshot1', 'vm-NAME-VOLUME')).toEqual([]);
});

test('or under none', () => {
  const problem = { code: 'reserved-by-lvm', part: '_tmeta', worksAs: null };
  for (const scheme of namingSchemes) expect(lvmNameBlockers('my_tmeta', scheme)).toMatchObject([{ problem }]);
});

test.each(namingSchemes)('named %s, volumes of ordinary VMs are fine', (scheme) => {
  expect(lvmNameBlockers('work', scheme)).toEqual([]);
});
