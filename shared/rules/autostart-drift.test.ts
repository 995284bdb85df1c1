import { expect, test } from 'vitest';
import { hasAutostartDrift } from './autostart-drift.ts';

test.each([
  [true, true, false],
  [true, false, true],
  [false, true, true],
  [false, false, false],
  [true, null, false],
])('registered %s, linked %s: drift %s', (autostart, hasAutostartLink, isDrift) => {
  expect(hasAutostartDrift({ autostart, hasAutostartLink })).toBe(isDrift);
});
