import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegistry } from './read-registry.ts';

const backupName = /^qubes-.*\.xml$/;
const dateInName = /^qubes-(\d{4}-\d\d-\d\d)-(\d\d:\d\d:\d\d)\.xml$/;

/** From the name that core-2 gives it at boot, as copying a folder about may change file times; else from those. */
async function savedAtMs(path: string, name: string): Promise<number> {
  const [, day, time] = dateInName.exec(name) ?? [];
  const fromName = Date.parse(`${String(day)}T${String(time)}`);
  return Number.isNaN(fromName) ? (await stat(path)).mtimeMs : fromName;
}

async function isGood(path: string, registryPath: string): Promise<boolean> {
  return readRegistry(registryPath, await readFile(path)).ok;
}

async function newestGood(registryPath: string): Promise<string | null> {
  const backupDir = join(dirname(registryPath), 'backup');
  const names = (await readdir(backupDir)).filter((name) => backupName.test(name));
  const backups = await Promise.all(
    names.map(async (name) => ({ path: join(backupDir, name), savedAt: await savedAtMs(join(backupDir, name), name) })),
  );
  for (const { path } of backups.sort((a, b) => b.savedAt - a.savedAt)) {
    if (await isGood(path, registryPath)) return path;
  }
  return null;
}

/** The newest of core-2's boot-time copies that can be read in full; null when there is none, or no way to tell. */
export async function newestGoodBackup(registryPath: string): Promise<string | null> {
  // It is only advice beside a failure that is reported anyway.
  return newestGood(registryPath).catch(() => null);
}
