import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { powerStates } from '../domain/vm.ts';
import {
  aPlan,
  aQueuedJob,
  aRunningJob,
  aSucceededJob,
  aVm,
  aVolume,
  anInterruptedJob,
  vmName,
} from '../testing/builders.ts';
import { inUseBlockers } from './in-use-blockers.ts';

const open = { kind: 'present', sizeBytes: gib(2), usedBytes: gib(1), isOpen: true } as const;

test('the volumes of a halted VM are free', () => {
  expect(inUseBlockers(aVm(), [])).toEqual([]);
});

test.each(powerStates.filter((power) => power !== 'halted'))('those of a VM that is %s are not', (power) => {
  const vm = aVm({ power, volumes: [aVolume({ state: open })] });
  expect(inUseBlockers(vm, [])).toEqual([{ code: 'vm-not-halted', vm: 'work', power }]);
});

test.each(['root', 'private', 'volatile'] as const)(
  'an open %s volume is in use whatever the hypervisor says',
  (role) => {
    const vm = aVm({ volumes: [aVolume({ role, state: open })] });
    expect(inUseBlockers(vm, [])).toEqual([{ code: 'volume-open', vm: 'work', role }]);
  },
);

test('only a job that is still at work on this very VM is in the way', () => {
  const other = aPlan({ vm: vmName('personal') });
  const away = [aSucceededJob(), anInterruptedJob(), aRunningJob({ plan: other })];
  expect(inUseBlockers(aVm(), away)).toEqual([]);
  for (const job of [aQueuedJob(), aRunningJob()]) {
    expect(inUseBlockers(aVm(), [...away, job])).toEqual([{ code: 'job-on-vm', vm: 'work', job: job.id }]);
  }
});
