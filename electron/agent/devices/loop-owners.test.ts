import { link, mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import { filePoolId, vmName } from '#shared/testing/builders.ts';
import type { FoundVolume } from '../storage/storage-backend.ts';
import { loopOwners } from './loop-owners.ts';
import { inodeOf } from './read-block-devices.ts';
import { aBlockDevice } from './testing/a-block-device.ts';

const work = vmName('work');

/** A folder of Qubes with one VM, and a folder beside it. */
async function aTree() {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'qsm-loops-')));
  onTestFinished(() => rm(dir, { recursive: true }));
  const qubesDir = join(dir, 'qubes');
  const vmDir = join(qubesDir, 'appvms/work');
  const elsewhere = join(dir, 'srv');
  for (const one of [vmDir, elsewhere]) await mkdir(one, { recursive: true });
  const image = join(vmDir, 'private.img');
  for (const path of [image, join(vmDir, 'root-cow.img'), join(qubesDir, 'backup.img'), join(elsewhere, 'disk.img')]) {
    await writeFile(path, path);
  }
  return { qubesDir, vmDir, elsewhere, image };
}

const privateOf = (path: string): FoundVolume => ({
  vm: work,
  role: 'private',
  pool: filePoolId,
  path,
  sizeBytes: bytes(4096),
  usedBytes: bytes(4096),
  isActive: true,
  partialVolumeGroup: null,
  isOpen: true,
  isOwn: true,
  identity: 'identity',
  committed: null,
  madeFrom: null,
  isDirty: false,
  revisions: [],
  revisionsToKeep: null,
  nextRevision: null,
});

/** Whose the loop device over this file is, as the kernel names the file. */
async function ownerOf(path: string, { qubesDir, vmDir, image }: { qubesDir: string; vmDir: string; image: string }) {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  const backingFile = { path, inode: stats === null ? null : inodeOf(stats), deviceNumber: null };
  const owners = await loopOwners([aBlockDevice({ name: 'loop3', number: '7:3', backingFile })], {
    qubesDir,
    vmDirs: new Map([[work, vmDir]]),
    images: [privateOf(image)],
  });
  return owners.get('loop3');
}

test('an image is the volume that it is', async () => {
  const tree = await aTree();
  expect(await ownerOf(tree.image, tree)).toEqual({ code: 'vm-volume', vm: work, role: 'private', path: tree.image });
});

test('a hard link to an image, wherever it is, is the image', async () => {
  const tree = await aTree();
  await link(tree.image, join(tree.elsewhere, 'mine.img'));
  expect(await ownerOf(join(tree.elsewhere, 'mine.img'), tree)).toMatchObject({ code: 'vm-volume', vm: work });
});

test('another file of the VM, and one that is deleted, are the VM’s', async () => {
  const tree = await aTree();
  const cow = join(tree.vmDir, 'root-cow.img');
  expect(await ownerOf(cow, tree)).toEqual({ code: 'vm-file', vm: work, path: cow });
  expect(await ownerOf(`${tree.vmDir}/old.img (deleted)`, tree)).toMatchObject({ code: 'vm-file', vm: work });
});

test('a VM whose folder is a link to another disk has its files there', async () => {
  const tree = await aTree();
  const vmDir = join(tree.qubesDir, 'appvms/moved');
  await symlink(tree.elsewhere, vmDir);
  expect(await ownerOf(join(tree.elsewhere, 'disk.img'), { ...tree, vmDir })).toMatchObject({ code: 'vm-file' });
});

test('any other file of Qubes is Qubes’, and a file elsewhere is nobody’s', async () => {
  const tree = await aTree();
  const backup = join(tree.qubesDir, 'backup.img');
  expect(await ownerOf(backup, tree)).toEqual({ code: 'qubes-file', path: backup });
  expect(await ownerOf(join(tree.elsewhere, 'disk.img'), tree)).toBeUndefined();
});
