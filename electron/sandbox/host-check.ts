import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import { done, err } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** What the sandbox needs of the host: programs that start it, and programs that the box, which is the host's root, runs. */
const packagesByProgram: Readonly<Record<string, string>> = {
  '/usr/bin/linux.uml': 'user-mode-linux',
  '/usr/lib/uml/modules': 'user-mode-linux',
  '/usr/bin/bwrap': 'bubblewrap',
  '/usr/bin/perl': 'perl-base',
  '/usr/bin/unshare': 'util-linux',
  '/usr/bin/nsenter': 'util-linux',
  '/usr/bin/taskset': 'util-linux',
  '/usr/sbin/losetup': 'mount',
  '/usr/sbin/sfdisk': 'fdisk',
  '/usr/sbin/mke2fs': 'e2fsprogs',
  '/usr/sbin/lvcreate': 'lvm2',
  '/usr/sbin/thin_check': 'thin-provisioning-tools',
};

/** Names every program that is missing at once, with the Debian packages that bring them. */
export function checkPrograms(exists: (path: string) => boolean = existsSync): Result<undefined, Failure> {
  const programs = Object.keys(packagesByProgram).filter((path) => !exists(path));
  if (programs.length === 0) return done;
  const packages = new Set(programs.map((path) => packagesByProgram[path] ?? path));
  return err({ code: 'programs-missing', programs, packages: [...packages] });
}

/** A box whose sparse disks cannot grow answers with I/O errors, and its LVM does not say why; so there is room at the start. */
export async function checkSpace(dir: string, neededBytes: number): Promise<Result<undefined, Failure>> {
  const { bavail, bsize } = await statfs(dir);
  const freeBytes = bytes(bavail * bsize);
  if (freeBytes >= neededBytes) return done;
  return err({ code: 'host-disk-full', path: dir, neededBytes: bytes(neededBytes), freeBytes });
}
