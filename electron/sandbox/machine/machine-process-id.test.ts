import { expect, test } from 'vitest';
import { findMachinePid, parseJailPid } from './machine-process-id.ts';

test('bwrap’s note names the first process of the jail', () => {
  expect(parseJailPid('{\n    "child-pid": 4711,\n    "mnt-namespace": 12\n}\n')).toBe(4711);
});

test('a jail that never was has no process', async () => {
  expect(parseJailPid('')).toBeUndefined();
  expect(await findMachinePid(2 ** 22)).toBeUndefined();
});
