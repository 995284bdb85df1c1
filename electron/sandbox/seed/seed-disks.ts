import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gib, mib } from '#shared/base/bytes.ts';
import { disks } from '../box-layout.ts';
import { makeExt4Image, partition } from './disk-image.ts';
import { run } from './seed-command.ts';
import { noise, text } from './seed-content.ts';

const volumeGroup = 'qubes_dom0';
const pool = { name: 'pool0', smallestBytes: gib(8), metadataBytes: mib(32), chunkBytes: 64 * 1024 } as const;
const loopDiskPath = '/srv/loopdisk.img';
const sectorBytes = 512;

/** Two thirds of the physical volume, in whole GiB, so that there is something left to extend the pool with. */
async function poolBytes(): Promise<number> {
  const sectors = Number(await readFile(`/sys/class/block/${basename(disks.physicalVolume)}/size`, 'utf8'));
  return Math.max(pool.smallestBytes, gib(Math.floor((sectors * sectorBytes * 2) / 3 / gib(1))));
}

/** The thin pool: small against what the VMs may grow to, as most are. It errors when full, as the box's lvm.conf says. */
export async function makeThinPool(): Promise<void> {
  await run('/usr/sbin/pvcreate', ['-qq', '--yes', '--metadatasize', '16m', disks.physicalVolume]);
  await run('/usr/sbin/vgcreate', ['-qq', '--yes', volumeGroup, disks.physicalVolume]);
  await run('/usr/sbin/lvcreate', [
    ...['-qq', '--yes', '--type', 'thin-pool', `--size=${await poolBytes()}b`, `--chunksize=${pool.chunkBytes}b`],
    ...[`--poolmetadatasize=${pool.metadataBytes}b`, `--name=${pool.name}`, volumeGroup],
  ]);
}

/** A stick as somebody plugs it in: a partition table and a file system for pictures. */
export async function makeUsbDisk(): Promise<void> {
  await partition(disks.usb, '2048,,83\n');
  await run('/usr/sbin/mke2fs', ['-q', '-F', '-t', 'ext4', '-L', 'PHOTOS', `${disks.usb}1`]);
}

/** A file that dom0 offers as a disk. */
export const makeLoopDisk = (): Promise<void> =>
  makeExt4Image(loopDiskPath, mib(256), 'BACKUP', {
    'README.txt': text('Backups of dom0 go here.'),
    'backup-2015-02-14.bin': noise(mib(2)),
  });
