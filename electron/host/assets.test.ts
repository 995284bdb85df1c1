import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAsset } from './assets.ts';

let dir: string;
let rendererDir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assets-'));
  rendererDir = join(dir, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await mkdir(join(dir, 'renderer-secret'));
  await writeFile(join(dir, 'secret.txt'), 'secret');
  await writeFile(join(dir, 'renderer-secret', 'key'), 'secret');
  await writeFile(join(rendererDir, 'index.html'), 'index');
  await writeFile(join(rendererDir, 'assets', 'a b.js'), 'script');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const get = (path: string) => loadAsset(rendererDir, { method: 'GET', url: `https://app.invalid${path}` });

test('the root is the index, other files come by their path, each with its type', async () => {
  expect(await get('/')).toMatchObject({ status: 200, body: Buffer.from('index') });
  expect(await get('/assets/a%20b.js?v=1')).toMatchObject({
    status: 200,
    body: Buffer.from('script'),
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' },
  });
});

test.each(['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/..%2frenderer-secret/key', '/%00', '/%ff', '/assets', '/none'])(
  '%s is not found',
  async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: Buffer.from('not found') });
  },
);

test.each([
  ['POST', 'https://app.invalid/'],
  ['GET', 'https://example.com/'],
  ['GET', 'http://app.invalid/'],
  ['GET', 'file:///etc/passwd'],
  ['GET', 'nonsense'],
])('%s %s is none of ours', async (method, url) => {
  expect(await loadAsset(rendererDir, { method, url })).toBeUndefined();
});
