import { open, readFile, truncate } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import { copyBlocks } from './copy-blocks.ts';
import { aCopy, imageDir } from './testing/copy-harness.ts';
import type { Stretch } from './testing/sparse-image.ts';
import { verifyBlocks } from './verify-blocks.ts';

const stretches: readonly Stretch[] = [
  { kind: 'data', lengthBytes: mib(2) + 1234 },
  { kind: 'hole', lengthBytes: mib(4) },
  { kind: 'zeros', lengthBytes: mib(2) },
  { kind: 'data', lengthBytes: mib(1) + 77 },
];

async function aFinishedCopy(dir: string) {
  const copy = await aCopy(dir, stretches);
  const outcome = await copyBlocks(copy.request);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return copy;
}

async function flipBit(path: string, atByte: number, bit: number): Promise<void> {
  const handle = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, atByte);
  byte[0] = (byte[0] ?? 0) ^ (1 << bit);
  await handle.write(byte, 0, 1, atByte);
  await handle.close();
}

test(
  'one flipped bit is found at its byte, wherever it is: data, stored zeros, hole or tail',
  { timeout: 60_000 },
  async () => {
    await using dir = await imageDir();
    const { content, request } = await aFinishedCopy(dir.path);
    const places = fc.integer({ min: 0, max: content.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 0, max: 7 }), async (atByte, bit) => {
        await flipBit(request.targetPath, atByte, bit);
        const outcome = await verifyBlocks(request);
        await flipBit(request.targetPath, atByte, bit);
        expect(outcome).toEqual(err({ code: 'verify-mismatch', path: request.targetPath, atByte }));
      }),
      {
        numRuns: 40,
        examples: [
          [0, 0],
          [mib(4), 7],
          [mib(7), 1],
          [content.length - 1, 3],
        ],
      },
    );
    expect(await verifyBlocks(request)).toEqual(ok(undefined));
  },
);

test('of many differences the first is named', async () => {
  await using dir = await imageDir();
  const { content, request } = await aFinishedCopy(dir.path);
  const places = [content.length - 1, mib(2) + 9, mib(1) + 70_000, mib(1) + 70_001];
  for (const atByte of places) await flipBit(request.targetPath, atByte, 0);
  expect(await verifyBlocks(request)).toMatchObject(err({ atByte: mib(1) + 70_000 }));
});

test('a target that goes on after the source must go on with zeros', async () => {
  await using dir = await imageDir();
  const { content, request } = await aFinishedCopy(dir.path);
  await truncate(request.targetPath, content.length + mib(3));
  expect(await verifyBlocks(request)).toEqual(ok(undefined));
  await flipBit(request.targetPath, content.length + 1, 0);
  expect(await verifyBlocks(request)).toMatchObject(err({ atByte: content.length + 1 }));
});

test('a target that ends early differs there', async () => {
  await using dir = await imageDir();
  const { content, request } = await aFinishedCopy(dir.path);
  await truncate(request.targetPath, content.length - 1);
  expect(await verifyBlocks(request)).toMatchObject(err({ atByte: content.length - 1 }));
});

test('verifying reports the whole size, stops on request and changes nothing', async () => {
  await using dir = await imageDir();
  const { content, request } = await aFinishedCopy(dir.path);
  const reported: number[] = [];
  expect(await verifyBlocks({ ...request, report: (doneBytes) => reported.push(doneBytes) })).toEqual(ok(undefined));
  expect(reported.at(-1)).toBe(content.length);
  expect(await verifyBlocks({ ...request, signal: AbortSignal.abort() })).toEqual(err({ code: 'cancelled' }));
  expect((await readFile(request.targetPath)).equals(content)).toBe(true);
});
