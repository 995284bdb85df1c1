import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files behind the loop devices, as the kernel names them: who is among them is open, whoever set it up. */
export async function loopBackingFiles(sysBlockDir = '/sys/block'): Promise<ReadonlySet<string>> {
  const names = (await readdir(sysBlockDir)).filter((name) => name.startsWith('loop'));
  const files = await Promise.all(names.map((name) => backingFile(join(sysBlockDir, name, 'loop/backing_file'))));
  return new Set(files.filter((file) => file !== null));
}

/** An unused loop device has no such file. */
async function backingFile(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}
