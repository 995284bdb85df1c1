import { expect, test } from 'vitest';
import { heldMetadataSnapshots } from './held-metadata-snapshots.ts';
import { aThinPool } from './testing/a-logical-volume.ts';

/** As the kernel of the box prints them. */
const status = `vm--pool-tpool: 0 16777216 thin-pool 4 836/8192 0/131072 - rw no_discard_passdown error_if_no_space - 1024
qubes_dom0-vm--pool-tpool: 0 16777216 thin-pool 4 836/8192 12/131072 837 rw discard_passdown error_if_no_space - 1024
qubes_dom0-pool00: 0 16777216 thin-pool 1 836/8192 0/131072 840 rw discard_passdown error_if_no_space - 1024
failed-pool0-tpool: 0 16777216 thin-pool Fail
`;

test.each([
  ['with volumes, and hyphens in its name', { name: 'vm-pool' }, true],
  ['without volumes, which has no layer of its own', { name: 'pool00' }, true],
  ['of which the kernel tells nothing', { name: 'pool0' }, false],
  ['that has failed', { vg: 'failed', name: 'pool0' }, false],
])('a held snapshot is found of a pool %s', (_case, facts, isHeld) => {
  expect(heldMetadataSnapshots([aThinPool(facts)], status)).toHaveLength(isHeld ? 1 : 0);
});
