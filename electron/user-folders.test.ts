import { expect, test } from 'vitest';
import { userFolders } from './user-folders.ts';

test('the variables of the XDG specification win, a relative or missing one counts for nothing', () => {
  expect(userFolders({ XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: 'relative' }, '/home/u')).toEqual({
    configDir: '/c/qubes-storage-manager',
    cacheDir: '/home/u/.cache/qubes-storage-manager',
  });
  expect(userFolders({}, '/home/u').configDir).toBe('/home/u/.config/qubes-storage-manager');
});
