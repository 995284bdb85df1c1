import { expect, test } from 'vitest';
import { bootFailure } from './boot-failure.ts';

test.each([
  'unshare: unshare failed: Operation not permitted',
  'bwrap: Creating new namespace failed: Permission denied',
])('a host that allows no jail is told so: %s', (line) => {
  expect(bootFailure('/box', `noise\n${line}`)).toEqual({ code: 'sandbox-namespaces-refused', detail: line });
});

test('any other end carries what the console said', () => {
  expect(bootFailure('/box', 'box: cannot mount')).toEqual({
    code: 'sandbox-boot-failed',
    dir: '/box',
    console: 'box: cannot mount',
  });
});
