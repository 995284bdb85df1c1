import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The links that DispVMs are started through (facts/qubes-r2.md §5.9): the default one, and this boot's. */
const savefileLinks = (qubesDir: string): readonly string[] => [
  join(qubesDir, 'dvmdata/default-savefile'),
  '/var/run/qubes/current-savefile',
];

/** The savefile in `vmDir` that DispVMs are started from; undefined where that is another VM's, or there is none. */
export async function savefileInUse(qubesDir: string, vmDir: string): Promise<string | undefined> {
  const savefiles = await Promise.all(savefileLinks(qubesDir).map(realpathOrNull));
  const dir = await realpathOrNull(vmDir);
  return savefiles.find((path) => path !== null && dirname(path) === dir) ?? undefined;
}

/** A link that leads nowhere starts nothing. */
async function realpathOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}
