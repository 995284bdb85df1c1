import { createServer, createConnection } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

const maxLineBytes = 1024;

async function readAll(chunks: readonly Buffer[], limit = maxLineBytes): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of readJsonLines(Readable.from(chunks), { maxLineBytes: limit })) lines.push(line);
  return lines;
}

/** Cuts `data` into pieces of the given sizes, over and over. */
function cut(data: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < data.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(data.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

test('messages arrive whole and in order however the bytes are cut, letters of several bytes too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (messages, sizes) => {
        const data = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
        const read = await readAll(cut(data, sizes), 2 ** 20);
        expect(JSON.stringify(read)).toBe(JSON.stringify(messages.map((value) => ({ ok: true, value }))));
      },
    ),
  );
});

test('empty lines mean nothing', async () => {
  expect(await readAll([Buffer.from('\n\n1\n\n')])).toEqual([{ ok: true, value: 1 }]);
});

test('a line that is not JSON is told and reading goes on', async () => {
  expect(await readAll([Buffer.from('{"a":\n2\n')])).toEqual([
    { ok: false, error: { kind: 'not-json', detail: expect.any(String) as string } },
    { ok: true, value: 2 },
  ]);
});

test('bytes that are not UTF-8 are not taken for text', async () => {
  const [line] = await readAll([Buffer.from([0x22, 0xff, 0x22, 0x0a])]);
  expect(line).toMatchObject({ ok: false, error: { kind: 'not-json' } });
});

test('a line may have exactly the limit, and one byte more ends the reading', async () => {
  const text = `"${'x'.repeat(maxLineBytes - 2)}"`;
  expect(await readAll([Buffer.from(`${text}\n`)])).toMatchObject([{ ok: true }]);
  expect(await readAll([Buffer.from(`${text} \n3\n`)])).toEqual([
    { ok: false, error: { kind: 'too-long', maxLineBytes } },
  ]);
});

test('a line without an end is given up at the limit, not collected', async () => {
  let produced = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        produced += 1;
        yield Buffer.alloc(100, 'x');
      }
    })(),
    { objectMode: false, highWaterMark: 100 },
  );
  for await (const line of readJsonLines(endless, { maxLineBytes })) {
    expect(line).toMatchObject({ ok: false, error: { kind: 'too-long' } });
  }
  expect(produced).toBeLessThan(20);
  expect(endless.destroyed).toBe(true);
});

test('an end in the middle of a line is told', async () => {
  expect(await readAll([Buffer.from('1\n{"a"')])).toEqual([
    { ok: true, value: 1 },
    { ok: false, error: { kind: 'cut-short', byteCount: 4 } },
  ]);
});

test('a stream that breaks is a stream that ends', async () => {
  const stream = new PassThrough();
  stream.write('1\n');
  const lines: unknown[] = [];
  for await (const line of readJsonLines(stream, { maxLineBytes })) {
    lines.push(line);
    stream.destroy(new Error('reset'));
  }
  expect(lines).toEqual([{ ok: true, value: 1 }]);
});

test('who awaits each message sends no faster than it is read', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'json-lines-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'socket');
  const server = createServer({ pauseOnConnect: true });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const client = createConnection(path);
  onTestFinished(() => void client.destroy());
  client.on('error', () => undefined);

  let sent = 0;
  const message = { text: 'x'.repeat(65_536) };
  const sending = (async () => {
    while (sent < 1000 && (await writeJsonLine(client, message))) sent += 1;
  })();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(sent).toBeLessThan(100);
  expect(client.writableLength).toBeLessThan(2 * 65_600);
  client.destroy();
  await sending;
  expect(await writeJsonLine(client, message)).toBe(false);
});
