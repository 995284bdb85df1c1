import { execFileSync } from 'node:child_process';
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegistryChange } from '../vm-registry.ts';
import { QubesXmlRegistry } from './qubes-xml-registry.ts';
import { exampleRegistry } from './testing/example-registry.ts';

const template = 'fedora-20-x64' as VmName;
const toLvm: RegistryChange = { kind: 'set', vm: template, settings: { storageType: 'lvm' } };
const migrate = { decide: async () => Promise.resolve(ok([toLvm])) };
const migrated = exampleRegistry.replace(
  'xml" storage_type="file" memory="400"',
  'xml" storage_type="lvm" memory="400"',
);
const isRoot = process.getuid?.() === 0;

let dir: string;
let path: string;
let registry: QubesXmlRegistry;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qubes-xml-'));
  path = join(dir, 'qubes.xml');
  registry = new QubesXmlRegistry(path);
  await writeFile(path, exampleRegistry);
});
afterEach(async () => rm(dir, { recursive: true, force: true }));

async function copyByOther(text: string): Promise<void> {
  await writeFile(join(dir, 'source'), text);
  execFileSync('/bin/cp', ['--', join(dir, 'source'), path], { stdio: 'ignore' });
  await rm(join(dir, 'source'));
}

/** Runs as an ordinary user: root may do what the tests need to be refused. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

describe('an edit', () => {
  test('changes the one attribute and leaves nothing else behind', async () => {
    expect(await registry.edit(migrate)).toEqual(ok(undefined));
    expect(await readFile(path, 'utf8')).toBe(migrated);
    expect(await readdir(dir)).toEqual(['qubes.xml']);
  });

  test('shows its decision what the file says', async () => {
    const seen: unknown[] = [];
    await registry.edit({
      decide: async (current) => {
        seen.push(current);
        return Promise.resolve(ok([]));
      },
    });
    expect(await registry.read()).toEqual(ok(seen[0]));
  });

  test('with nothing to change does not touch the file', async () => {
    const before = await stat(path, { bigint: true });
    expect(await registry.edit({ decide: async () => Promise.resolve(ok([])) })).toEqual(ok(undefined));
    expect(await stat(path, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
  });

  test('whose decision is a failure writes nothing, and passes it on', async () => {
    const failure = err({ code: 'vm-changed', vm: template } as const);
    expect(await registry.edit({ decide: async () => Promise.resolve(failure) })).toEqual(failure);
    expect(await readFile(path, 'utf8')).toBe(exampleRegistry);
  });

  test('whose decision throws lets the lock go', async () => {
    await expect(registry.edit({ decide: async () => Promise.reject(new Error('a defect')) })).rejects.toThrow(
      'a defect',
    );
    expect(await registry.edit(migrate)).toEqual(ok(undefined));
  });

  test.each([0o660, 0o600, 0o644])('keeps the mode %o', async (mode) => {
    await chmod(path, mode);
    await registry.edit(migrate);
    expect((await stat(path)).mode & 0o7777).toBe(mode);
  });

  test.skipIf(!isRoot)('keeps owner and group', async () => {
    await chown(path, 1234, 98);
    await chmod(path, 0o660);
    await registry.edit(migrate);
    expect(await stat(path)).toMatchObject({ uid: 1234, gid: 98, mode: 0o100660 });
  });

  test('through a symbolic link changes the file it leads to', async () => {
    await rename(path, join(dir, 'real.xml'));
    await symlink('real.xml', path);
    expect(await registry.edit(migrate)).toEqual(ok(undefined));
    expect(await readFile(join(dir, 'real.xml'), 'utf8')).toBe(migrated);
    expect((await readdir(dir)).sort()).toEqual(['qubes.xml', 'real.xml']);
  });

  test('removes what a killed one has left, and nothing that only looks like it', async () => {
    await writeFile(`${path}.0123456789ab.tmp`, 'half');
    await writeFile(`${path}.bak`, 'a person’s own');
    await registry.edit(migrate);
    expect((await readdir(dir)).sort()).toEqual(['qubes.xml', 'qubes.xml.bak']);
  });

  test('keeps a byte order mark and characters of all sizes', async () => {
    const note = '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- é 🂡 -->';
    await writeFile(path, note + exampleRegistry);
    await registry.edit(migrate);
    expect(await readFile(path, 'utf8')).toBe(note + migrated);
  });

  test('takes its turn with others of this process, and none is lost', async () => {
    const other = new QubesXmlRegistry(path);
    const autostart = (vm: string): RegistryChange => ({
      kind: 'set',
      vm: vm as VmName,
      settings: { autostart: true },
    });
    const edits = ['netvm', 'fc20', 'dom0'].map((vm) =>
      (vm === 'fc20' ? other : registry).edit({ decide: async () => Promise.resolve(ok([autostart(vm)])) }),
    );
    await Promise.all([...edits, registry.read(), other.read()]);
    const contents = await registry.read();
    const names = contents.ok ? contents.value.vms.filter((vm) => vm.autostart).map((vm) => vm.name) : contents;
    expect(names).toEqual(['dom0', 'netvm', 'fc20', 'work']);
  });

  test('gives up after its time, also when it waits for itself', async () => {
    const impatient = new QubesXmlRegistry(path, { lockTimeoutMs: 120 });
    const outcome = await impatient.edit({
      decide: async () => {
        const inner = await impatient.read();
        return inner.ok ? ok([]) : inner;
      },
    });
    expect(outcome).toEqual(err({ code: 'registry-locked', path }));
  });
});

describe('an edit that cannot be finished leaves the old file and no other', () => {
  test('when somebody puts another file in place without the lock', async () => {
    const edited = exampleRegistry.replace('autostart="False"', 'autostart="True"');
    const outcome = await registry.edit({
      decide: async () => {
        await writeFile(join(dir, 'new'), edited);
        await rename(join(dir, 'new'), path);
        return ok([toLvm]);
      },
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'registry-write-failed', path } });
    expect(await readFile(path, 'utf8')).toBe(edited);
  });

  test('when somebody writes into the file without the lock', async () => {
    const edited = exampleRegistry.replace('autostart="False"', 'autostart="True"');
    const outcome = await registry.edit({
      decide: async () => {
        // By another process: if this one closed the file, the lock would be gone as well.
        await copyByOther(edited);
        return ok([toLvm]);
      },
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'registry-write-failed' } });
    expect(await readFile(path, 'utf8')).toBe(edited);
  });

  test.skipIf(!isRoot)('when the folder takes no new files', async () => {
    await chmod(path, 0o666);
    await chmod(dir, 0o555);
    expect(await asNobody(async () => registry.edit(migrate))).toMatchObject({
      ok: false,
      error: { code: 'registry-write-failed', detail: expect.stringContaining('EACCES') as string },
    });
    expect(await readFile(path, 'utf8')).toBe(exampleRegistry);
  });

  test.skipIf(!isRoot)('when the new file is complete but may not take its place', async () => {
    await chown(path, 0, 65_534);
    await chmod(path, 0o666);
    // Sticky: anyone may add files, and only root may replace its own.
    await chmod(dir, 0o1777);
    expect(await asNobody(async () => registry.edit(migrate))).toMatchObject({
      ok: false,
      error: { code: 'registry-write-failed', detail: expect.stringMatching(/EPERM.*rename/) as string },
    });
    expect(await readFile(path, 'utf8')).toBe(exampleRegistry);
    expect(await readdir(dir)).toEqual(['qubes.xml']);
  });
});

describe('a file that cannot be understood', () => {
  const damaged = exampleRegistry.replace('storage_type="lvm"', 'storage_type="zfs"');

  test('is told with its place by reading and editing alike, and is not written', async () => {
    await writeFile(path, damaged);
    const column = (damaged.split('\n')[4]?.indexOf('zfs') ?? 0) + 1;
    const failure = { code: 'registry-damaged', path, line: 5, column, newestGoodBackup: null };
    expect(await registry.read()).toMatchObject({ ok: false, error: failure });
    expect(await registry.edit(migrate)).toMatchObject({ ok: false, error: failure });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  test('cut off anywhere is never written to', async () => {
    const bytes = Buffer.from(exampleRegistry.trimEnd());
    for (let length = 0; length < bytes.length; length += 97) {
      await writeFile(path, bytes.subarray(0, length));
      expect(await registry.edit(migrate)).toMatchObject({
        ok: false,
        error: { code: 'registry-damaged', line: expect.any(Number) as number },
      });
      expect((await readFile(path)).equals(bytes.subarray(0, length))).toBe(true);
    }
    expect(await readdir(dir)).toEqual(['qubes.xml']);
  });

  test('names the newest backup that is good, by the date in its name', async () => {
    await writeFile(path, '');
    const backupDir = join(dir, 'backup');
    await mkdir(backupDir);
    const backup = (day: string): string => join(backupDir, `qubes-2015-02-${day}-08:00:00.xml`);
    await writeFile(backup('12'), exampleRegistry);
    await writeFile(backup('14'), exampleRegistry);
    await writeFile(backup('15'), exampleRegistry.slice(0, 700));
    await writeFile(backup('16'), damaged);
    await writeFile(join(backupDir, 'notes.xml'), exampleRegistry);
    await copyFile(backup('12'), join(backupDir, 'qubes-mine.xml'));
    await utimes(join(backupDir, 'qubes-mine.xml'), 0, 0);
    expect(await registry.read()).toMatchObject({ ok: false, error: { newestGoodBackup: backup('14') } });
  });

  test('that is not there is missing', async () => {
    await rm(path);
    expect(await registry.read()).toEqual(err({ code: 'registry-missing', path }));
    expect(await registry.edit(migrate)).toEqual(err({ code: 'registry-missing', path }));
    expect(await readdir(dir)).toEqual([]);
  });

  test('that is a folder is a failure of the file', async () => {
    await rm(path);
    await mkdir(path);
    expect(await registry.read()).toMatchObject({ ok: false, error: { code: 'file-failed', path } });
  });
});
