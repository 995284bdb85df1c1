import { bytes } from '#shared/base/bytes.ts';
import type { Bytes } from '#shared/base/bytes.ts';
import { done, err } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import type { FailureOf } from '#shared/domain/failure.ts';
import { alignedBuffers } from './aligned-buffers.ts';
import { comparePieces } from './compare-pieces.ts';
import type { ComparePiece } from './compare-pieces.ts';
import { mismatch } from './copy-failure.ts';
import type { CopyFailure } from './copy-failure.ts';
import { preferredUnit } from './copy-layout.ts';
import { dataExtents } from './data-extents.ts';
import { firstDifference } from './first-difference.ts';
import { openReadBack } from './open-image.ts';
import { withPair } from './open-pair.ts';
import type { ImagePair } from './open-pair.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { Report } from './progress-meter.ts';
import { laneCount, runPieces } from './run-pieces.ts';
import { readRange } from './transfer.ts';

export interface VerifyRequest {
  /** An image file or a block device that nobody writes to, as little as to the target. */
  readonly sourcePath: string;
  readonly targetPath: string;
  /** How much of the source was copied. */
  readonly sizeBytes: Bytes;
  readonly report: Report;
  readonly signal: AbortSignal;
}

interface CompareLane {
  readonly expected: Buffer;
  readonly actual: Buffer;
}

const compareLanes = (): readonly CompareLane[] =>
  alignedBuffers(laneCount, bytes(2 * preferredUnit)).map((buffer) => ({
    expected: buffer.subarray(0, preferredUnit),
    actual: buffer.subarray(preferredUnit),
  }));

async function comparePiece(
  { source, target }: ImagePair,
  sizeBytes: number,
  piece: ComparePiece,
  { expected, actual }: CompareLane,
): Promise<Result<void, CopyFailure>> {
  const [readSource, readTarget] = await Promise.all([
    readRange(source, expected, piece, piece.against === 'source' ? sizeBytes : 0),
    readRange(target, actual, piece, target.sizeBytes),
  ]);
  if (!readSource.ok) return readSource;
  if (!readTarget.ok) return readTarget;
  const differsAt = firstDifference(expected, actual, piece.endByte - piece.startByte);
  return differsAt === undefined ? done : mismatch(target.path, piece.startByte + differsAt);
}

/**
 * Reads the whole target back from its disk and compares it with the source, holes included; what the target has beyond
 * `sizeBytes` must be zeros. A mismatch names the first byte that differs. Nothing is changed.
 */
export async function verifyBlocks(
  request: VerifyRequest,
): Promise<Result<void, CopyFailure | FailureOf<'cancelled'>>> {
  const { sizeBytes, signal } = request;
  if (signal.aborted) return err({ code: 'cancelled' });
  return await withPair(request, openReadBack, async (pair) => {
    const { source, target } = pair;
    if (target.sizeBytes < sizeBytes) return mismatch(target.path, target.sizeBytes);
    const meter = new ProgressMeter(request.report);
    const compared = await runPieces({
      pieces: comparePieces({
        sourceExtents: dataExtents(source, 0, sizeBytes),
        targetExtents: dataExtents(target, 0, target.sizeBytes),
        unitBytes: preferredUnit,
        endByte: target.sizeBytes,
      }),
      lanes: compareLanes(),
      work: (piece, lane) => comparePiece(pair, sizeBytes, piece, lane),
      settled: (doneByte) => {
        meter.reach(doneByte);
        return Promise.resolve(done);
      },
      signal,
    });
    if (compared.ok) meter.finish(sizeBytes);
    return compared;
  });
}
