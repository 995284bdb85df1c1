import { readFile, realpath } from 'node:fs/promises';
import { loopBackingFiles } from './loop-devices.ts';

/** Files behind loop devices, and places where something is mounted: neither they nor a folder around them may be removed. */
export type OpenPaths = ReadonlySet<string>;

export async function openPaths(mountsPath = '/proc/self/mounts'): Promise<OpenPaths> {
  const mounts = (await readFile(mountsPath, 'utf8')).split('\n').map((line) => unescaped(line.split(' ')[1] ?? ''));
  return new Set([...(await loopBackingFiles()), ...mounts]);
}

/** proc(5): spaces and the like are written as octal numbers. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** Whether `path`, or anything in it, is in use. */
export async function isInUse(path: string, open: OpenPaths): Promise<boolean> {
  // The kernel names what is open without symbolic links.
  const real = await realpath(path).catch(() => path);
  return [...open].some((one) => one === real || one.startsWith(`${real}/`));
}
