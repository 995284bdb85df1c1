import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { vmName } from '#shared/testing/builders.ts';
import { Core2DisposableFiles } from './core2-disposable-files.ts';

let dir: string;
let files: Core2DisposableFiles;
const disp7 = vmName('disp7');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-disposable-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  files = new Core2DisposableFiles(join(dir, 'run'));
});

test('numbers go up from 1, past what is taken, and core-2 goes on behind them', async () => {
  const taken = [2, 3];
  expect(await files.takeNumber((number) => taken.includes(number))).toEqual(ok(1));
  expect(await files.takeNumber((number) => taken.includes(number))).toEqual(ok(4));
  expect([...(await readFile(join(dir, 'run/dispVM.seq')))]).toEqual([4, 0, 0, 0]);
});

test('they go on behind those that core-2 gave away', async () => {
  await mkdir(join(dir, 'run'));
  await writeFile(join(dir, 'run/dispVM.seq'), Buffer.from([0x2c, 1, 0, 0]));
  expect(await files.takeNumber(() => false)).toEqual(ok(301));
});

test('a DisposableVM has firewall rules of its own for as long as it runs', async () => {
  await writeFile(join(dir, 'firewall.xml'), '<rules/>');
  expect(await files.copyFirewall(disp7, dir)).toEqual(ok(join(dir, 'run/disp7-firewall.xml')));
  expect(await readFile(join(dir, 'run/disp7-firewall.xml'), 'utf8')).toBe('<rules/>');
  expect((await files.removeFirewall(disp7)).ok).toBe(true);
  expect((await files.removeFirewall(disp7)).ok).toBe(true);
  expect(await readdir(join(dir, 'run'))).toEqual([]);
});

test('where there are no rules its record says what core-2 says then', async () => {
  expect(await files.copyFirewall(disp7, dir)).toEqual(ok('firewall.xml'));
});
