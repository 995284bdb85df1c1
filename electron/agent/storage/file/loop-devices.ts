import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const sysBlock = '/sys/block';

/** A loop device in use. */
export interface LoopDevice {
  readonly isReadOnly: boolean;
  /** The names of the device-mapper devices on it. */
  readonly holders: readonly string[];
}

/** The files behind the loop devices: who is among them is open, whoever set it up. */
export async function loopBackingFiles(sysBlockDir = sysBlock): Promise<ReadonlySet<string>> {
  const names = await loopNames(sysBlockDir);
  const files = await Promise.all(names.map((name) => backingFile(sysBlockDir, name)));
  return new Set(files.filter((file) => file !== null));
}

/** Every loop device on this file, which must be named without symbolic links. */
export async function loopDevicesOn(path: string, sysBlockDir = sysBlock): Promise<readonly LoopDevice[]> {
  const devices: LoopDevice[] = [];
  for (const name of await loopNames(sysBlockDir)) {
    if ((await backingFile(sysBlockDir, name)) !== path) continue;
    const isReadOnly = (await readWord(join(sysBlockDir, name, 'ro'))) === '1';
    devices.push({ isReadOnly, holders: await holdersOf(sysBlockDir, name) });
  }
  return devices;
}

const loopNames = async (sysBlockDir: string): Promise<readonly string[]> =>
  (await readdir(sysBlockDir)).filter((name) => name.startsWith('loop'));

/** An unused loop device has no such file. */
const backingFile = (sysBlockDir: string, name: string): Promise<string | null> =>
  readWord(join(sysBlockDir, name, 'loop/backing_file'));

async function holdersOf(sysBlockDir: string, name: string): Promise<readonly string[]> {
  const devices = await readdir(join(sysBlockDir, name, 'holders'));
  const names = await Promise.all(devices.map((device) => readWord(join(sysBlockDir, device, 'dm/name'))));
  // What holds it without being device-mapper's has no such file.
  return names.map((holder, index) => holder ?? devices[index] ?? '');
}

async function readWord(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}
