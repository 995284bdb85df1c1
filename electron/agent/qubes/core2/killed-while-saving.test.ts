import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegistryChange } from '../vm-registry.ts';
import { QubesXmlRegistry } from './qubes-xml-registry.ts';
import { exampleRegistry } from './testing/example-registry.ts';

/** Migrates one VM, and stops for ever at the given one of its calls of `fsync`: the new file's is 1, the folder's 2. */
const editorProgram = `
import { open } from 'node:fs/promises';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegistryChange } from '../vm-registry.ts';
import { QubesXmlRegistry } from './qubes-xml-registry.ts';
async function edit(path, stopAt) {
  const any = await open('/dev/null');
  const handles = Object.getPrototypeOf(any);
  await any.close();
  const sync = handles.sync;
  let calls = 0;
  handles.sync = function () {
    calls += 1;
    if (calls !== stopAt) return sync.call(this);
    process.stdout.write('stopped');
    return new Promise(() => setInterval(() => {}, 1000));
  };
  const change = { kind: 'set', vm: 'netvm', settings: { storageType: 'lvm' } };
  await new QubesXmlRegistry(path).edit({ decide: async () => ({ ok: true, value: [change] }) });
}
void edit(process.argv[2], Number(process.argv[3]));
`;

const netvmOnLvm = exampleRegistry.replace(/(name="netvm".*?storage_type=)"file"/, '$1"lvm"');
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qubes-kill-'));
  await build({
    stdin: { contents: editorProgram, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['koffi'],
    outfile: join(dir, 'editor.cjs'),
    logLevel: 'silent',
  });
});
afterAll(async () => rm(dir, { recursive: true }));

/** By a try, in Python, that does not wait. */
function isLocked(path: string): boolean {
  const program = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)";
  const { status, stderr } = spawnSync('python3', ['-c', program, path], { encoding: 'utf8' });
  return status !== 0 && stderr.includes('BlockingIOError');
}

async function editAndDie(path: string, stopAt: 1 | 2): Promise<void> {
  const child = spawn(process.execPath, [join(dir, 'editor.cjs'), path, String(stopAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: resolve('node_modules') },
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  expect(isLocked(path)).toBe(true);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(isLocked(path)).toBe(false);
}

test.each([
  { moment: 'before the new file takes its place leaves the old one', stopAt: 1, left: exampleRegistry, files: 2 },
  { moment: 'right after that leaves the new one', stopAt: 2, left: netvmOnLvm, files: 1 },
] as const)(
  'an editor killed $moment, and no lock; the next one tidies up',
  async ({ stopAt, left, files }) => {
    const registryDir = await mkdtemp(join(dir, 'registry-'));
    const path = join(registryDir, 'qubes.xml');
    await writeFile(path, exampleRegistry);
    await editAndDie(path, stopAt);
    expect(await readFile(path, 'utf8')).toBe(left);
    expect(await readdir(registryDir)).toHaveLength(files);

    const change: RegistryChange = { kind: 'set', vm: 'netvm' as VmName, settings: { autostart: true } };
    const registry = new QubesXmlRegistry(path);
    expect(await registry.edit({ decide: async () => Promise.resolve(ok([change])) })).toEqual(ok(undefined));
    expect(await readdir(registryDir)).toEqual(['qubes.xml']);
  },
  30_000,
);
