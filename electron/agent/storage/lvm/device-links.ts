import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { isThinPool, type LogicalVolume } from './lvm-report.ts';

/** Of each `VG/LV` that has a link, the number of the device that it leads to; null where it leads nowhere. */
export type DeviceLinks = ReadonlyMap<string, string | null>;

/** The links of the volume groups that have thin pools, however they were made: by udev, or by lvm2 itself. */
export async function readDeviceLinks(
  report: readonly LogicalVolume[],
  deviceDir: string,
): Promise<Result<DeviceLinks, Failure>> {
  const links = new Map<string, string | null>();
  for (const vg of new Set(report.filter(isThinPool).map((pool) => pool.vg))) {
    const dir = join(deviceDir, vg);
    try {
      for (const name of await absentAs([], readdir(dir))) {
        const target = await linkTarget(join(dir, name));
        if (target !== undefined) links.set(`${vg}/${name}`, target);
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return err({ code: 'file-failed', path: dir, detail: error.message });
    }
  }
  return ok(links);
}

/** The number of the device that a link leads to; null where it leads nowhere, undefined where there is no link. */
export async function linkTarget(path: string): Promise<string | null | undefined> {
  const entry = await absentAs(undefined, lstat(path));
  if (entry?.isSymbolicLink() !== true) return undefined;
  const device = await absentAs(null, stat(path));
  return device === null ? null : deviceNumber(device.rdev);
}

async function absentAs<T, Absent>(absent: Absent, look: Promise<T>): Promise<T | Absent> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return absent;
    throw error;
  }
}

/** makedev(3): glibc spreads major and minor over the number. */
function deviceNumber(rdev: number): string {
  const number = BigInt(rdev);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n);
  const minor = (number & 0xffn) | ((number >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
