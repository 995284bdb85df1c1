import { expect, test } from 'vitest';
import { aQueuedJob, aSucceededJob, aVm, vmName } from '../testing/builders.ts';
import { namingBlockers } from './naming-blockers.ts';

const volume = { vm: vmName('work'), role: 'private', isOpen: false } as const;
const work = aVm({ name: vmName('work') });

test('volumes of halted VMs may be named otherwise, whatever runs without any', () => {
  const other = aVm({ name: vmName('mail'), power: 'running' });
  expect(namingBlockers('vm-NAME-VOLUME', [volume], [work, other], [aSucceededJob()])).toEqual([]);
});

test('those of a VM that does not stand still may not, nor one that somebody has open, nor any while a job is at work', () => {
  expect(namingBlockers('vm-NAME-VOLUME', [volume], [aVm({ ...work, power: 'paused' })], [])).toEqual([
    { code: 'vm-not-halted', vm: 'work', power: 'paused' },
  ]);
  expect(namingBlockers('vm-NAME-VOLUME', [{ ...volume, isOpen: true }], [work], [aQueuedJob()])).toMatchObject([
    { code: 'job-on-vm' },
    { code: 'volume-open', vm: 'work', role: 'private' },
  ]);
});

test('what LVM refuses under these names is told, and under which it takes it', () => {
  const blockers = namingBlockers('NAME-VOLUME', [{ ...volume, vm: vmName('snapshots') }], [], []);
  expect(blockers).toEqual([
    {
      code: 'name-not-for-lvm',
      vm: 'snapshots',
      volume: 'snapshots-private',
      part: 'snapshot',
      worksAs: 'vm-NAME-VOLUME',
    },
  ]);
});
