import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import type { JobId, PoolId, VmName } from '#shared/domain/ids.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import type { VolumeSlot } from '../storage-backend.ts';
import { FileStorage } from './file-storage.ts';

const job = 'abc-1234' as JobId;
const runner = createCommandRunner(() => undefined);

/** A VM's directory, gone again after the test, with the slot of its private volume. */
async function aVmDir() {
  const vmDir = await mkdtemp(join(tmpdir(), 'qsm-file-storage-'));
  onTestFinished(() => rm(vmDir, { recursive: true }));
  const slot: VolumeSlot = { vm: 'work' as VmName, role: 'private', vmDir };
  const storage = new FileStorage(runner, vmDir);
  return { vmDir, slot, storage, finalPath: join(vmDir, 'private.img') };
}

async function aReservedImage() {
  const dir = await aVmDir();
  const pool = `file:${dir.vmDir}` as PoolId;
  const reserve = () => dir.storage.reserve({ slot: dir.slot, pool, sizeBytes: mib(8) }, job);
  const reserved = await reserve();
  if (!reserved.ok) throw new Error(reserved.error.code);
  return { ...dir, reserve, reservedPath: reserved.value.path };
}

test('a reserved image is empty, of full size, for owner and group, and not yet the VM’s', async () => {
  const { vmDir, reservedPath, finalPath } = await aReservedImage();
  const { size, blocks, mode } = await stat(reservedPath);
  expect([size, blocks, mode & 0o777]).toEqual([mib(8), 0, 0o660]);
  expect(reservedPath).not.toBe(finalPath);
  expect(await readdir(vmDir)).toHaveLength(1);
});

test('reserving again after a crash finds what was copied so far', async () => {
  const { reserve, reservedPath } = await aReservedImage();
  await writeFile(reservedPath, 'copied so far');
  expect(await reserve()).toMatchObject({ ok: true, value: { path: reservedPath } });
  const content = await readFile(reservedPath);
  expect([content.length, content.subarray(0, 13).toString()]).toEqual([mib(8), 'copied so far']);
});

test('committing, also twice, gives the reserved image its final name', async () => {
  const { storage, slot, reservedPath, finalPath } = await aReservedImage();
  expect(await storage.commitReserved(slot, job)).toEqual(ok(undefined));
  expect(await storage.commitReserved(slot, job)).toEqual(ok(undefined));
  expect((await stat(finalPath)).ino).toBe((await stat(reservedPath)).ino);
});

test('an image that is there already is never replaced, nor taken for ours', async () => {
  const { storage, slot, finalPath } = await aReservedImage();
  await writeFile(finalPath, 'the only copy');
  expect(await storage.commitReserved(slot, job)).toMatchObject({ ok: false, error: { code: 'file-failed' } });
  expect(await storage.withdrawCommitted(slot, job)).toEqual(ok(undefined));
  expect(await storage.discardReserved(slot, job)).toEqual(ok(undefined));
  expect(await readFile(finalPath, 'utf8')).toBe('the only copy');
});

test('changes to a root that is gone do not come to lie beside a new one', async () => {
  const { vmDir, storage, slot: privateSlot } = await aVmDir();
  const slot: VolumeSlot = { ...privateSlot, role: 'root' };
  for (const name of ['root-cow.img', 'root-cow.img.old']) await writeFile(join(vmDir, name), 'old blocks');
  await storage.reserve({ slot, pool: 'file:x' as PoolId, sizeBytes: mib(8) }, job);
  expect(await storage.commitReserved(slot, job)).toEqual(ok(undefined));
  await storage.release(slot, job);
  expect(await readdir(vmDir)).toEqual(['root.img']);
  expect(await storage.completeTemplate(slot)).toEqual(ok(undefined));
  const names = ['clean-volatile.img.tar', 'root-cow.img', 'root.img', 'volatile.img'];
  expect((await readdir(vmDir)).sort()).toEqual(names);
  expect(await stat(join(vmDir, 'root-cow.img'))).toMatchObject({ size: mib(8), blocks: 0 });
});

test('what nobody reserved cannot be committed', async () => {
  const { vmDir, storage, slot } = await aVmDir();
  expect(await storage.commitReserved(slot, job)).toMatchObject({ ok: false, error: { code: 'file-failed' } });
  expect(await readdir(vmDir)).toEqual([]);
});

test('withdrawing, also twice, leaves the image reserved', async () => {
  const { vmDir, storage, slot } = await aReservedImage();
  await storage.commitReserved(slot, job);
  expect(await storage.withdrawCommitted(slot, job)).toEqual(ok(undefined));
  expect(await storage.withdrawCommitted(slot, job)).toEqual(ok(undefined));
  expect(await readdir(vmDir)).toEqual([`private.img.job-${job}`]);
});

test('discarding, also twice, leaves nothing of this job, and all of another one’s', async () => {
  const { vmDir, storage, slot } = await aReservedImage();
  await writeFile(join(vmDir, 'private.img.job-xyz-9999'), 'of another job');
  expect(await storage.discardReserved(slot, job)).toEqual(ok(undefined));
  expect(await storage.discardReserved(slot, job)).toEqual(ok(undefined));
  expect(await readdir(vmDir)).toEqual(['private.img.job-xyz-9999']);
});

test('a released image is the VM’s alone: the job cannot take it back any more', async () => {
  const { vmDir, storage, slot } = await aReservedImage();
  await storage.commitReserved(slot, job);
  expect(await storage.release(slot, job)).toEqual(ok(undefined));
  expect(await storage.release(slot, job)).toEqual(ok(undefined));
  expect(await storage.withdrawCommitted(slot, job)).toEqual(ok(undefined));
  expect(await readdir(vmDir)).toEqual(['private.img']);
});

test('a survey tells the size limit from the bytes that exist, and leaves out what is not there', async () => {
  const { vmDir, storage, slot, finalPath } = await aVmDir();
  await writeFile(finalPath, Buffer.alloc(mib(1), 7));
  await truncate(finalPath, gib(2));
  const survey = await storage.survey([slot, { ...slot, role: 'root' }]);
  expect(survey.problems).toEqual([]);
  expect(survey.volumes).toEqual([
    expect.objectContaining({ role: 'private', path: finalPath, sizeBytes: gib(2), usedBytes: mib(1), isOpen: false }),
  ]);
  expect(survey.pools).toEqual([
    expect.objectContaining({ driver: 'file', name: vmDir, promisedBytes: gib(2), volumeCount: 1 }),
  ]);
});

test('writing to an image gives it another identity', async () => {
  const { storage, slot, finalPath } = await aVmDir();
  await writeFile(finalPath, 'one');
  const identity = async () => (await storage.survey([slot])).volumes[0]?.identity;
  const before = await identity();
  expect(await identity()).toBe(before);
  await writeFile(finalPath, 'two');
  expect(await identity()).not.toBe(before);
});

test('an image behind a loop device is open, by whatever path it was set up', async ({ skip }) => {
  const { vmDir, storage, slot, finalPath } = await aVmDir();
  const imagePath = join(vmDir, 'elsewhere.img');
  await writeFile(imagePath, Buffer.alloc(mib(1)));
  await symlink(imagePath, finalPath);
  const device = tryLoopDevice(imagePath);
  if (device === undefined) return skip('loop devices need root');
  onTestFinished(() => void execFileSync('/usr/sbin/losetup', ['--detach', device]));
  expect((await storage.survey([slot])).volumes.map(({ isOpen }) => isOpen)).toEqual([true]);
});

/** Undefined where the machine refuses one: not root, or no loop driver. */
function tryLoopDevice(filePath: string): string | undefined {
  try {
    const args = ['--find', '--show', filePath];
    return execFileSync('/usr/sbin/losetup', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
