import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { commandLine } from '../../exec/command.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import { extFileSystemBytes } from './ext-file-system.ts';
import { checkFileSystem, growFileSystem, resizeFileSystem } from './grow-file-system.ts';

const runner = createCommandRunner(() => undefined);

async function anImage(...mke2fs: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-ext-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'private.img');
  await writeFile(path, '');
  await truncate(path, mib(16));
  if (mke2fs.length > 0) execFileSync('/usr/sbin/mke2fs', ['-q', '-F', ...mke2fs, path]);
  return path;
}

test('a check repairs by itself what is safe, and growing takes all that there is', () => {
  expect(commandLine(checkFileSystem('/dev/qubes_dom0/work-private'))).toBe(
    '/usr/sbin/e2fsck -f -p -- /dev/qubes_dom0/work-private',
  );
  expect(commandLine(resizeFileSystem('/x/private.img'))).toBe('/usr/sbin/resize2fs -- /x/private.img');
});

test.each([
  ['4 KiB blocks and 64 bits', ['-t', 'ext4', '-b', '4096', '-O', '64bit']],
  ['1 KiB blocks and 32 bits', ['-t', 'ext3', '-b', '1024', '-O', '^64bit']],
])('a file system with %s grows to its image, done again stays so, and is clean', async (_what, options) => {
  const path = await anImage(...options);
  expect(await extFileSystemBytes(path)).toBe(mib(16));
  await truncate(path, mib(48));
  expect(await extFileSystemBytes(path)).toBe(mib(16));
  for (let times = 0; times < 2; times += 1) {
    expect(await growFileSystem(runner, path)).toEqual({ ok: true, value: { kind: 'grown', sizeBytes: mib(48) } });
  }
  execFileSync('/usr/sbin/e2fsck', ['-f', '-n', path], { stdio: 'ignore' });
});

test('where no file system begins, as on a partitioned disk or an empty one, nothing is touched', async () => {
  const path = await anImage();
  expect(await growFileSystem(runner, path)).toEqual({ ok: true, value: { kind: 'none' } });
});

test('one that cannot be repaired without a person is not grown, and that is told', async () => {
  const path = await anImage('-t', 'ext4', '-b', '4096');
  // Two files that claim the same blocks are nothing that can be settled safely.
  execFileSync('/usr/sbin/debugfs', ['-w', path], {
    input: 'write /etc/passwd one\nwrite /etc/group two\nset_inode_field two block[0] 9\nset_inode_field two flags 0\n',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await truncate(path, mib(32));
  expect(await growFileSystem(runner, path)).toMatchObject({ ok: true, value: { kind: 'needs-check' } });
  expect(await extFileSystemBytes(path)).toBe(mib(16));
});
