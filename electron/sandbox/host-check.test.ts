import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkPrograms, checkSpace } from './host-check.ts';

test('all missing programs are named at once, and each package once', () => {
  const checked = checkPrograms((path) => !path.includes('uml') && path !== '/usr/bin/bwrap');
  expect(checked).toEqual({
    ok: false,
    error: {
      code: 'programs-missing',
      programs: ['/usr/bin/linux.uml', '/usr/lib/uml/modules', '/usr/bin/bwrap'],
      packages: ['user-mode-linux', 'bubblewrap'],
    },
  });
});

test('a host with everything passes', () => {
  expect(checkPrograms(() => true).ok).toBe(true);
});

test('a disk with too little room is refused with both numbers', async () => {
  const checked = await checkSpace(tmpdir(), Number.MAX_SAFE_INTEGER);
  expect(checked).toMatchObject({
    ok: false,
    error: { code: 'host-disk-full', path: tmpdir(), neededBytes: Number.MAX_SAFE_INTEGER },
  });
});
