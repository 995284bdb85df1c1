import { done, err } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import type { FailureOf } from '#shared/domain/failure.ts';
import type { ByteRange } from './byte-range.ts';
import type { CopyFailure } from './copy-failure.ts';

/** Pieces in the hands of the kernel at once. Node's thread pool has as many threads. */
export const laneCount = 4;

interface PieceWork<Piece extends ByteRange, Lane> {
  /** In ascending order. */
  readonly pieces: Iterator<Piece, void>;
  /** One piece at a time is worked on for each of these, with its help: buffers, as a rule. */
  readonly lanes: readonly Lane[];
  readonly work: (piece: Piece, lane: Lane) => Promise<Result<void, CopyFailure>>;
  /** Called as pieces settle: everything before `doneByte` has been dealt with. */
  readonly settled: (doneByte: number) => Promise<Result<void, CopyFailure>>;
  readonly signal: AbortSignal;
}

/**
 * Works on as many pieces at a time as there are lanes. A failure or an abort stops new pieces; those in flight are
 * always awaited, so that nothing touches an image after this returns. Since pieces start in order, every piece before a
 * failed one has run: of several failures the first in the image is returned.
 */
export async function runPieces<Piece extends ByteRange, Lane>(
  job: PieceWork<Piece, Lane>,
): Promise<Result<void, CopyFailure | FailureOf<'cancelled'>>> {
  const failures: CopyFailure[] = [];
  const inFlight = new Set<Piece>();
  let startedByte = 0;
  let stopped = false;

  const runLane = async (lane: Lane): Promise<void> => {
    while (!stopped && !job.signal.aborted) {
      const next = job.pieces.next();
      if (next.done === true) return;
      inFlight.add(next.value);
      startedByte = next.value.endByte;
      const outcome = await job.work(next.value, lane);
      inFlight.delete(next.value);
      // A Set keeps the order of insertion: its first piece is the earliest that is not done.
      const [earliest] = inFlight;
      const settled = outcome.ok ? await job.settled(earliest?.startByte ?? startedByte) : outcome;
      if (!settled.ok) {
        failures.push(settled.error);
        stopped = true;
      }
    }
  };
  const runLaneOrStop = (lane: Lane): Promise<void> =>
    runLane(lane).catch((defect: unknown) => {
      stopped = true;
      throw defect;
    });
  const ends = await Promise.allSettled(job.lanes.map(runLaneOrStop));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const [first] = failures.sort((left, right) => left.atByte - right.atByte);
  if (first !== undefined) return err(first);
  return job.signal.aborted ? err({ code: 'cancelled' }) : done;
}
