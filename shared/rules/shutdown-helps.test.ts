import { expect, test } from 'vitest';
import type { Blocker } from '../domain/blocker.ts';
import { vmName } from '../testing/builders.ts';
import { shutdownHelps } from './shutdown-helps.ts';

const work = vmName('work');
const runs = (vm: string, power: 'running' | 'paused' = 'running'): Blocker => ({
  code: 'vm-not-halted',
  vm: vmName(vm),
  power,
});

test('to shut a VM down helps where nothing else is in the way than that it runs', () => {
  expect(shutdownHelps(work, [runs('work')])).toBe(true);
  expect(shutdownHelps(work, [])).toBe(false);
  expect(shutdownHelps(work, [runs('work', 'paused')])).toBe(false);
  expect(shutdownHelps(work, [runs('work'), runs('personal')])).toBe(false);
  expect(shutdownHelps(work, [runs('work'), { code: 'pool-not-found', pool: 'x' }])).toBe(false);
});
