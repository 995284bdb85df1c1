import { expect, test } from 'vitest';
import { bytes, gib } from '#shared/base/bytes.ts';
import { aVm, aVolume, filePoolId, thinPoolId, vmName } from '#shared/testing/builders.ts';
import { poolUsers } from './pool-users.ts';

const present = (usedBytes: number) =>
  ({ kind: 'present', sizeBytes: gib(2), usedBytes: bytes(usedBytes), isOpen: false }) as const;

test('the volumes in the pool are listed, the largest first, those of other pools and without a use are not', () => {
  const vms = [
    aVm({ name: vmName('a'), volumes: [aVolume({ pool: thinPoolId, state: present(1) })] }),
    aVm({ name: vmName('b'), volumes: [aVolume({ pool: thinPoolId, state: present(5) })] }),
    aVm({ name: vmName('c'), volumes: [aVolume({ pool: filePoolId, state: present(9) })] }),
    aVm({
      name: vmName('d'),
      volumes: [aVolume({ pool: thinPoolId, state: { kind: 'inactive', sizeBytes: gib(2) } })],
    }),
  ];
  expect(poolUsers(thinPoolId, vms).map(({ vm, usedBytes }) => [vm, usedBytes])).toEqual([
    ['b', 5],
    ['a', 1],
  ]);
});
