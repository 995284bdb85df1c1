import { bytes } from '#shared/base/bytes.ts';
import type { Bytes } from '#shared/base/bytes.ts';
import { done, err, ok } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import type { FailureOf } from '#shared/domain/failure.ts';
import { alignedBuffers } from './aligned-buffers.ts';
import type { ByteRange } from './byte-range.ts';
import { Checkpointer } from './checkpointer.ts';
import type { Checkpoint } from './checkpointer.ts';
import type { CopyFailure } from './copy-failure.ts';
import { copyLayout } from './copy-layout.ts';
import type { CopyLayout } from './copy-layout.ts';
import { copyPieces } from './copy-pieces.ts';
import { dataExtents } from './data-extents.ts';
import { openTarget } from './open-image.ts';
import { withPair } from './open-pair.ts';
import type { ImagePair } from './open-pair.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { Report } from './progress-meter.ts';
import { laneCount, runPieces } from './run-pieces.ts';
import { setEmptyLength, setLength } from './target-length.ts';
import { readRange, writeRun } from './transfer.ts';
import { nonZeroRuns } from './zero-test.ts';

export interface CopyRequest {
  /** An image file or a block device that nobody writes to. */
  readonly sourcePath: string;
  /** An existing block device that reads as zeros, or an existing regular file, which is emptied first. */
  readonly targetPath: string;
  /** How much of the source to copy: all of it, as a rule. A regular target ends up exactly this long. */
  readonly sizeBytes: Bytes;
  /** What the target allocates at a time: the thin pool's chunk size, or 4 KiB for a file. A multiple of 4 KiB. */
  readonly granuleBytes: Bytes;
  /** The last checkpoint of an interrupted copy of the same, unchanged source to this target. */
  readonly fromByte?: number | undefined;
  readonly report: Report;
  readonly checkpoint?: Checkpoint | undefined;
  readonly signal: AbortSignal;
}

export interface CopyOutcome {
  readonly writtenBytes: Bytes;
  readonly skippedBytes: Bytes;
}

/** Copies one piece through `buffer`; the value is how many bytes of the source were written. */
async function copyPiece(
  { source, target }: ImagePair,
  { sizeBytes, granuleBytes }: CopyLayout,
  piece: ByteRange,
  buffer: Buffer,
): Promise<Result<number, CopyFailure>> {
  const read = await readRange(source, buffer, piece, sizeBytes);
  if (!read.ok) return read;
  let writtenBytes = 0;
  for (const run of nonZeroRuns(buffer, piece.endByte - piece.startByte, granuleBytes)) {
    const wrote = await writeRun(target, buffer, run, piece.startByte);
    if (!wrote.ok) return wrote;
    writtenBytes += Math.min(run.endByte, sizeBytes - piece.startByte) - run.startByte;
  }
  return ok(writtenBytes);
}

async function copyBetween(
  pair: ImagePair,
  request: CopyRequest,
): Promise<Result<CopyOutcome, CopyFailure | FailureOf<'cancelled'>>> {
  const { sizeBytes } = request;
  const layout = copyLayout(sizeBytes, request.granuleBytes, pair.target);
  const fromByte = Math.floor((request.fromByte ?? 0) / layout.granuleBytes) * layout.granuleBytes;
  const sized = await (fromByte === 0 ? setEmptyLength : setLength)(pair.target, sizeBytes);
  if (!sized.ok) return sized;

  const meter = new ProgressMeter(request.report);
  const checkpointer = new Checkpointer(pair.target, request.checkpoint, fromByte);
  let writtenBytes = 0;
  let readBytes = dataBytesIn(dataExtents(pair.source, 0, fromByte));
  const ran = await runPieces({
    pieces: copyPieces(dataExtents(pair.source, fromByte, sizeBytes), layout),
    lanes: alignedBuffers(laneCount, bytes(layout.unitBytes)),
    work: async (piece, buffer) => {
      const copied = await copyPiece(pair, layout, piece, buffer);
      readBytes += piece.endByte - piece.startByte;
      meter.reach(readBytes);
      if (copied.ok) writtenBytes += copied.value;
      return copied.ok ? done : copied;
    },
    settled: (doneByte) => checkpointer.reach(doneByte),
    signal: request.signal,
  });
  if (!ran.ok) return ran;

  // Direct writes padded the last block of a file.
  const trimmed = await setLength(pair.target, sizeBytes);
  if (!trimmed.ok) return trimmed;
  const flushed = await checkpointer.flush(sizeBytes);
  if (!flushed.ok) return flushed;
  meter.finish(readBytes);
  return ok({ writtenBytes: bytes(writtenBytes), skippedBytes: bytes(sizeBytes - fromByte - writtenBytes) });
}

const dataBytesIn = (extents: Iterable<ByteRange>): number => {
  let total = 0;
  for (const { startByte, endByte } of extents) total += endByte - startByte;
  return total;
};

/**
 * Copies the blocks of `source` that hold data; holes and granules of zeros are never written, so that the target takes
 * no more than the data rounded to granules. Durable when it returns: except a new file's name, which is its folder's.
 * After a failure or an abort the target is part-written, and good only for a resume from the last checkpoint.
 * An abort waits for the writes in flight, which a full thin pool that queues may hold up for a minute.
 */
export async function copyBlocks(
  request: CopyRequest,
): Promise<Result<CopyOutcome, CopyFailure | FailureOf<'cancelled'>>> {
  if (request.signal.aborted) return err({ code: 'cancelled' });
  return await withPair(request, openTarget, (pair) => copyBetween(pair, request));
}
