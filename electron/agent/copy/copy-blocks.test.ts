import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { bytes, kib, mib } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import { copyBlocks } from './copy-blocks.ts';
import { aCopy, imageDir, storedBytes } from './testing/copy-harness.ts';
import type { Stretch } from './testing/sparse-image.ts';
import { isZero } from './zero-test.ts';
import { verifyBlocks } from './verify-blocks.ts';

afterEach(() => vi.restoreAllMocks());

const block = 4096;
const data = (lengthBytes: number): Stretch => ({ kind: 'data', lengthBytes });
const zeros = (lengthBytes: number): Stretch => ({ kind: 'zeros', lengthBytes });
const hole = (lengthBytes: number): Stretch => ({ kind: 'hole', lengthBytes });

/** What the data takes when every granule that is not all zeros is stored, in whole file-system blocks. */
function thinBytes(content: Buffer, granuleBytes: number): number {
  let total = 0;
  for (let at = 0; at < content.length; at += granuleBytes) {
    const end = Math.min(at + granuleBytes, content.length);
    if (!isZero(content, at, end)) total += end - at;
  }
  return Math.ceil(total / block) * block;
}

const someStretch = fc.record({
  kind: fc.constantFrom('hole', 'zeros', 'data'),
  lengthBytes: fc.oneof(
    fc.integer({ min: 1, max: 9000 }),
    fc.integer({ min: 1, max: 300 }).map((blocks) => blocks * block),
  ),
});

test('any sparse image arrives whole, thin, and with every byte accounted for', { timeout: 60_000 }, async () => {
  await using dir = await imageDir();
  const layouts = fc.array(someStretch, { maxLength: 12 });
  const granules = fc.constantFrom(kib(4), kib(64), kib(192), mib(2));
  await fc.assert(
    fc.asyncProperty(layouts, granules, async (stretches, granuleBytes) => {
      const { content, request } = await aCopy(dir.path, stretches);
      const reported: number[] = [];
      const outcome = await copyBlocks({ ...request, granuleBytes, report: (doneBytes) => reported.push(doneBytes) });

      if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
      expect(outcome.value.writtenBytes + outcome.value.skippedBytes).toBe(content.length);
      expect((await readFile(request.targetPath)).equals(content)).toBe(true);
      expect(await storedBytes(request.targetPath)).toBeLessThanOrEqual(thinBytes(content, granuleBytes));
      expect(reported).toEqual(reported.toSorted((left, right) => left - right));
      // Data in whole granules; holes are no work.
      expect(reported.at(-1)).toBeLessThanOrEqual(Math.ceil(content.length / granuleBytes) * granuleBytes);
      expect(reported.at(-1)).toBeGreaterThanOrEqual(outcome.value.writtenBytes);
      expect(await verifyBlocks(request)).toEqual(ok(undefined));
    }),
    { numRuns: 60 },
  );
});

test('what an earlier attempt left in a target file is gone', async () => {
  await using dir = await imageDir();
  const { content, request } = await aCopy(dir.path, [hole(kib(128)), data(5000)]);
  await writeFile(request.targetPath, Buffer.alloc(mib(1), 7));
  expect((await copyBlocks(request)).ok).toBe(true);
  expect((await readFile(request.targetPath)).equals(content)).toBe(true);
});

test('zeros that are stored in the source are not stored in the target', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [zeros(mib(3)), data(kib(64)), zeros(mib(2))]);
  expect(await copyBlocks(request)).toEqual(ok({ writtenBytes: kib(64), skippedBytes: mib(5) }));
  expect(await storedBytes(request.targetPath)).toBe(kib(64));
});

test('a cancelled copy stops within the pieces in flight and says so', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [data(mib(32))]);
  const controller = new AbortController();
  leapOnEveryLook();
  const report = () => controller.abort();
  expect(await copyBlocks({ ...request, report, signal: controller.signal })).toEqual(err({ code: 'cancelled' }));
  expect(await storedBytes(request.targetPath)).toBeLessThanOrEqual(mib(6));
});

test('a copy that is cancelled before it begins leaves the target alone', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [data(mib(1))]);
  await writeFile(request.targetPath, 'old');
  expect(await copyBlocks({ ...request, signal: AbortSignal.abort() })).toEqual(err({ code: 'cancelled' }));
  expect(await readFile(request.targetPath, 'utf8')).toBe('old');
});

test(
  'everything before a checkpoint is there, and a copy resumed there equals a fresh one',
  { timeout: 60_000 },
  async () => {
    await using dir = await imageDir();
    const stretches = [data(mib(2) + 100), hole(mib(3)), zeros(mib(2)), data(mib(40)), hole(4097), data(333)];
    const { content, request } = await aCopy(dir.path, stretches);
    const controller = new AbortController();
    const checkpoints: number[] = [];
    leapOnEveryLook();
    const interrupted = await copyBlocks({
      ...request,
      signal: controller.signal,
      checkpoint: async (durableByte) => {
        checkpoints.push(durableByte);
        if (durableByte <= mib(7)) return;
        controller.abort();
        const target = await readFile(request.targetPath);
        expect(target.subarray(0, durableByte).equals(content.subarray(0, durableByte))).toBe(true);
      },
    });
    expect(interrupted).toEqual(err({ code: 'cancelled' }));
    expect(checkpoints.length).toBeGreaterThan(0);
    expect(checkpoints).toEqual(checkpoints.toSorted((left, right) => left - right));

    const fromByte = checkpoints.at(-1) ?? 0;
    const resumed = await copyBlocks({ ...request, fromByte });
    expect(resumed.ok && resumed.value.writtenBytes <= content.length - fromByte + kib(64)).toBe(true);
    expect((await readFile(request.targetPath)).equals(content)).toBe(true);
    expect(await verifyBlocks(request)).toEqual(ok(undefined));
  },
);

test('a finished copy is a checkpoint at its end', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [data(mib(1) + 5)]);
  const checkpoint = vi.fn();
  await copyBlocks({ ...request, checkpoint });
  expect(checkpoint.mock.calls).toEqual([[mib(1) + 5]]);
});

test('a source shorter than promised is a read failure where it ends', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [data(mib(2))]);
  await truncate(request.sourcePath, mib(1) + 17);
  const failure = { code: 'read-failed', path: request.sourcePath, atByte: mib(1) + 17, detail: 'unexpected end' };
  expect(await copyBlocks(request)).toEqual(err(failure));
});

test('an image is never copied onto itself', async () => {
  await using dir = await imageDir();
  const { content, request } = await aCopy(dir.path, [data(mib(1))]);
  const outcome = await copyBlocks({ ...request, targetPath: request.sourcePath });
  expect(outcome).toMatchObject(err({ code: 'write-failed', atByte: 0 }));
  expect((await readFile(request.sourcePath)).equals(content)).toBe(true);
});

test('a missing target is not created, and a missing source is named', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [data(1)]);
  const absent = join(dir.path, 'absent');
  expect(await copyBlocks({ ...request, targetPath: absent })).toMatchObject(
    err({ code: 'write-failed', path: absent }),
  );
  expect(await copyBlocks({ ...request, sourcePath: absent })).toMatchObject(
    err({ code: 'read-failed', path: absent }),
  );
});

test('a granule that is no whole number of blocks is a defect', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [data(1)]);
  await expect(copyBlocks({ ...request, granuleBytes: bytes(1000) })).rejects.toThrow(RangeError);
});

/** Makes every look at the clock 3 s later than the last, so that each piece is due a report and a checkpoint. */
function leapOnEveryLook(): void {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 3000));
}
