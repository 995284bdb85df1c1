import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures/app.ts';

const runFile = promisify(execFile);
let outDir: string;
test.beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'qsm-package-'));
  const script = resolve(import.meta.dirname, '../../scripts/package.mjs');
  await runFile(process.execPath, [script, '--out', outDir]);
});
test.afterAll(() => rm(outDir, { recursive: true, force: true }));

const inFolder = (...parts: readonly string[]): string => join(outDir, 'linux-unpacked', ...parts);

test('the packaged command line speaks with the sandbox, from what the folder holds', async ({ sandbox }) => {
  const cli = inFolder('resources/app/dist/cli.mjs');
  const { stdout } = await runFile(process.execPath, [cli, '--sandbox', sandbox.dir, 'ls', '--json'], { cwd: '/' });
  expect(stdout).toContain('"untrusted"');
  expect(await readdir(inFolder('resources/app'))).toEqual(['dist', 'node_modules', 'package.json']);
  const files = await readdir(inFolder('resources/app/dist'), { recursive: true });
  expect(files.filter((name) => name.endsWith('.map') || name.includes('for-tests'))).toEqual([]);
});

test('the packaged window opens on the sandbox, and ends in order', async ({ sandbox }) => {
  const home = join(outDir, 'home');
  const env = { ...process.env, XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache') };
  let waitMs = 5000;
  // What the agent has told is kept when the window goes: longer and longer, until the box has started before that.
  await expect(async () => {
    const app = spawn(inFolder('qubes-storage-manager'), ['--headless', '--sandbox', sandbox.dir], { env, cwd: '/' });
    const ended = once(app, 'exit');
    await sleep((waitMs *= 2));
    app.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await access(join(home, 'cache/qubes-storage-manager/last-snapshot-sandbox.json'));
  }).toPass();
});
