import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytes, kib } from '#shared/base/bytes.ts';
import type { CopyRequest } from '../copy-blocks.ts';
import { dataExtents } from '../data-extents.ts';
import { openSource } from '../open-image.ts';
import { writeImage } from './sparse-image.ts';
import type { Stretch } from './sparse-image.ts';

/** A folder of its own for one test, on the file system of the machine's temporary folder. */
export async function imageDir(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'qsm-copy-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** An image of these stretches, an empty target beside it, and a request to copy one to the other. */
export async function aCopy(dir: string, stretches: readonly Stretch[]) {
  const sourcePath = join(dir, 'source.img');
  const targetPath = join(dir, 'target.img');
  const content = await writeImage(sourcePath, stretches);
  await writeFile(targetPath, '');
  const request: CopyRequest = {
    sourcePath,
    targetPath,
    sizeBytes: bytes(content.length),
    granuleBytes: kib(64),
    report: () => undefined,
    signal: new AbortController().signal,
  };
  return { content, request };
}

/** The bytes that the file system stores for a file. */
export async function storedBytes(path: string): Promise<number> {
  const opened = await openSource(path);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  let total = 0;
  for (const { startByte, endByte } of dataExtents(opened.value, 0, opened.value.sizeBytes))
    total += endByte - startByte;
  await opened.value.handle.close();
  return total;
}
