import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegistryChange, RegistryContents } from '../vm-registry.ts';
import { QubesXmlRegistry } from './qubes-xml-registry.ts';
import { exampleRegistry } from './testing/example-registry.ts';

/**
 * A real Python process that locks as core-2's tools do. It answers `locked`, then obeys one word a line:
 * `rename CONTENT` puts a new file in place as core-2's save does, `close` lets the lock go.
 */
const holderProgram = `
import fcntl, json, os, sys
path, mode = sys.argv[1:]
def lock():
    f = open(path, 'r+' if mode == 'exclusive' else 'r')
    fcntl.lockf(f, fcntl.LOCK_EX if mode == 'exclusive' else fcntl.LOCK_SH)
    return f
print('waiting', flush=True)
f = lock()
while os.fstat(f.fileno()).st_ino != os.stat(path).st_ino:
    f.close()
    f = lock()
print('locked', f.read().count('storage_type="lvm"'), flush=True)
for line in sys.stdin:
    word, _, rest = line.strip().partition(' ')
    if word == 'rename':
        with open(path + 'x1y2', 'w') as new: new.write(json.loads(rest))
        os.rename(path + 'x1y2', path)
    if word == 'close': f.close()
    print('done', word, flush=True)
`;

class PythonHolder {
  readonly #child: ChildProcess;
  #output = '';

  constructor(path: string, mode: 'shared' | 'exclusive') {
    this.#child = spawn('python3', ['-c', holderProgram, path, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
  }

  get output(): string {
    return this.#output;
  }

  async says(text: string): Promise<void> {
    await expect.poll(() => this.#output, { timeout: 10_000, interval: 10 }).toContain(text);
  }

  async told(line: string): Promise<void> {
    this.#child.stdin?.write(`${line}\n`);
    await this.says(`done ${line.split(' ')[0] ?? ''}`);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin?.end();
    await once(this.#child, 'exit');
  }
}

let dir: string;
let path: string;
let registry: QubesXmlRegistry;
let holders: PythonHolder[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qubes-lock-'));
  path = join(dir, 'qubes.xml');
  registry = new QubesXmlRegistry(path);
  holders = [];
  await writeFile(path, exampleRegistry);
});
afterEach(async () => {
  await Promise.all(holders.map(async (holder) => holder.end()));
  await rm(dir, { recursive: true });
});

function python(mode: 'shared' | 'exclusive'): PythonHolder {
  const holder = new PythonHolder(path, mode);
  holders.push(holder);
  return holder;
}

async function pythonWithLock(mode: 'shared' | 'exclusive'): Promise<PythonHolder> {
  const holder = python(mode);
  await holder.says('locked');
  return holder;
}

const toLvm: RegistryChange = { kind: 'set', vm: 'netvm' as VmName, settings: { storageType: 'lvm' } };
const migrate = { decide: async () => Promise.resolve(ok([toLvm])) };

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, delay(250, pending)])) !== pending;
}

test.each(['exclusive', 'shared'] as const)('Python’s %s lock holds up an edit until it is let go', async (mode) => {
  const holder = await pythonWithLock(mode);
  const edit = registry.edit(migrate);
  expect(await isSettled(edit)).toBe(false);
  expect(await readFile(path, 'utf8')).toBe(exampleRegistry);
  await holder.told('close');
  expect(await edit).toEqual(ok(undefined));
  expect(await readFile(path, 'utf8')).not.toBe(exampleRegistry);
});

test('Python’s exclusive lock holds up reading, its shared one does not', async () => {
  const reader = await pythonWithLock('shared');
  expect(await registry.read()).toMatchObject({ ok: true });
  await reader.told('close');
  const writer = await pythonWithLock('exclusive');
  const read = registry.read();
  expect(await isSettled(read)).toBe(false);
  await writer.told('close');
  expect(await read).toMatchObject({ ok: true });
});

test('our edit holds up Python, which then sees the new file', async () => {
  let holder: PythonHolder | undefined;
  await registry.edit({
    decide: async () => {
      holder = python('exclusive');
      await holder.says('waiting');
      await delay(250);
      expect(holder.output).not.toContain('locked');
      return ok([toLvm]);
    },
  });
  // fc20 and work were on LVM before; netvm has become the third.
  await holder?.says('locked 3');
});

test('a reader in the same process does not lose us the lock that an edit holds', async () => {
  let read: Promise<unknown> | undefined;
  let holder: PythonHolder | undefined;
  await registry.edit({
    decide: async () => {
      read = new QubesXmlRegistry(path).read();
      holder = python('shared');
      await holder.says('waiting');
      await delay(250);
      expect(holder.output).not.toContain('locked');
      return ok([toLvm]);
    },
  });
  expect(await read).toMatchObject({ ok: true });
  await holder?.says('locked 3');
});

test('when Python renames a new file into place while we wait, the new one is what we decide on and change', async () => {
  const saved = exampleRegistry.replace('label="blue"', 'label="green"');
  const holder = await pythonWithLock('exclusive');
  let seen: RegistryContents | undefined;
  const edit = registry.edit({
    decide: async (current) => {
      seen = current;
      return Promise.resolve(ok([toLvm]));
    },
  });
  expect(await isSettled(edit)).toBe(false);
  await holder.told(`rename ${JSON.stringify(saved)}`);
  // Python still holds the old file, but nobody holds the new one: we may go on.
  expect(await edit).toEqual(ok(undefined));
  expect(seen?.vms.find((vm) => vm.name === 'work')?.label).toBe('green');
  expect(await readFile(path, 'utf8')).toBe(saved.replace(/(name="netvm".*?storage_type=)"file"/, '$1"lvm"'));
});

test('waiting ends when it is cancelled, and when its time is up', async () => {
  await pythonWithLock('exclusive');
  const controller = new AbortController();
  const edit = registry.edit({ ...migrate, signal: controller.signal });
  expect(await isSettled(edit)).toBe(false);
  controller.abort();
  expect(await edit).toEqual(err({ code: 'cancelled' }));
  const impatient = new QubesXmlRegistry(path, { lockTimeoutMs: 120 });
  expect(await impatient.read()).toEqual(err({ code: 'registry-locked', path }));
  expect(await readdir(dir)).toEqual(['qubes.xml']);
});

test('two writers, Python and we, lose nothing of each other in many turns', async () => {
  const program = `
import fcntl, os, re, sys, time
path = sys.argv[1]
for turn in range(60):
    time.sleep(0.005)
    while True:
        f = open(path, 'r+')
        fcntl.lockf(f, fcntl.LOCK_EX)
        if os.fstat(f.fileno()).st_ino == os.stat(path).st_ino: break
        f.close()
    text = f.read()
    text = re.sub('backup_size="(\\\\d+)" backup_path="vm5"', lambda m: 'backup_size="%d" backup_path="vm5"' % (int(m.group(1)) + 1), text)
    with open(path + 'x1y2', 'w') as new: new.write(text)
    time.sleep(0.005)
    os.rename(path + 'x1y2', path)
    f.close()
`;
  const child = spawn('python3', ['-c', program, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  let lvm = false;
  for (let turn = 0; turn < 40; turn += 1) {
    const outcome = await registry.edit({
      decide: async (current) => {
        // What we wrote last is still there, whatever Python did in between.
        expect(current.vms.find((vm) => vm.name === 'netvm')?.storageType).toBe(lvm ? 'lvm' : 'file');
        lvm = !lvm;
        const settings = { storageType: lvm ? 'lvm' : 'file' } as const;
        return Promise.resolve(ok([{ kind: 'set', vm: 'netvm' as VmName, settings }]));
      },
    });
    expect(outcome).toEqual(ok(undefined));
  }
  expect(await ended).toEqual([0, null]);
  expect(await readFile(path, 'utf8')).toBe(exampleRegistry.replace('"2148532224"', `"${2_148_532_224 + 60}"`));
});
