import type { Result } from '#shared/base/result.ts';
import { readFailed, writeFailed } from './copy-failure.ts';
import type { CopyFailure } from './copy-failure.ts';
import { openSource } from './open-image.ts';
import type { OpenImage } from './open-image.ts';

export interface ImagePair {
  readonly source: OpenImage;
  readonly target: OpenImage;
}

/** Closing has nothing left to lose: what was written is flushed by then, or the copy has already failed. */
const close = (image: OpenImage): Promise<void> => image.handle.close().catch(() => undefined);

async function usePair<T, E>(
  pair: ImagePair,
  sizeBytes: number,
  use: (pair: ImagePair) => Promise<Result<T, E>>,
): Promise<Result<T, E | CopyFailure>> {
  const { source, target } = pair;
  if (source.identity === target.identity) return writeFailed(target.path, 0, `the same image as ${source.path}`);
  if (source.sizeBytes < sizeBytes) return readFailed(source.path, source.sizeBytes, 'unexpected end');
  return await use(pair);
}

/**
 * Opens source and target, checks that they are two images and that the source holds `sizeBytes`, hands them to `use`
 * and closes them again.
 */
export async function withPair<T, E>(
  paths: { readonly sourcePath: string; readonly targetPath: string; readonly sizeBytes: number },
  openTarget: (path: string) => Promise<Result<OpenImage, CopyFailure>>,
  use: (pair: ImagePair) => Promise<Result<T, E>>,
): Promise<Result<T, E | CopyFailure>> {
  const source = await openSource(paths.sourcePath);
  if (!source.ok) return source;
  try {
    const target = await openTarget(paths.targetPath);
    if (!target.ok) return target;
    return await usePair({ source: source.value, target: target.value }, paths.sizeBytes, use).finally(() =>
      close(target.value),
    );
  } finally {
    await close(source.value);
  }
}
