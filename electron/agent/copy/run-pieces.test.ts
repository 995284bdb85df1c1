import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { done, err } from '#shared/base/result.ts';
import type { ByteRange } from './byte-range.ts';
import { mismatch } from './copy-failure.ts';
import { runPieces } from './run-pieces.ts';

const unit = 10;
const manyPieces = (count: number) =>
  Array.from({ length: count }, (_, index): ByteRange => ({ startByte: index * unit, endByte: (index + 1) * unit }));

/** Twenty pieces on three lanes, of which the later ones of each three are ready first. */
const aRun = {
  lanes: ['a', 'b', 'c'],
  settled: () => Promise.resolve(done),
  signal: new AbortController().signal,
  work: async ({ startByte }: ByteRange) => {
    await sleep(3 - ((startByte / unit) % 3));
    return done;
  },
};

test('what is said to be done has been done, whichever piece is ready first', async () => {
  const finished = new Set<number>();
  const said: number[] = [];
  await runPieces({
    ...aRun,
    pieces: manyPieces(20).values(),
    work: async (piece) => {
      await aRun.work(piece);
      finished.add(piece.startByte);
      return done;
    },
    settled: (doneByte) => {
      said.push(doneByte);
      for (let at = 0; at < doneByte; at += unit) expect(finished).toContain(at);
      return Promise.resolve(done);
    },
  });
  expect(said).toEqual(said.toSorted((left, right) => left - right));
  expect(said.at(-1)).toBe(200);
});

test('a lane works on one piece at a time', async () => {
  const busy = new Set<string>();
  const outcome = await runPieces({
    ...aRun,
    pieces: manyPieces(20).values(),
    work: async (piece, lane) => {
      expect(busy).not.toContain(lane);
      busy.add(lane);
      await aRun.work(piece);
      busy.delete(lane);
      return done;
    },
  });
  expect(outcome).toEqual(done);
});

test('of several failures the first in the image is returned, and no further piece begins', async () => {
  let begun = 0;
  const outcome = await runPieces({
    ...aRun,
    pieces: manyPieces(20).values(),
    work: async (piece) => {
      begun++;
      await aRun.work(piece);
      return piece.startByte >= 60 ? mismatch('x', piece.startByte) : done;
    },
  });
  expect(outcome).toMatchObject(err({ atByte: 60 }));
  expect(begun).toBeLessThanOrEqual(9);
});

test('an abort and a defect both wait for the pieces in flight', async () => {
  for (const end of ['abort', 'defect'] as const) {
    const controller = new AbortController();
    let inFlight = 0;
    const work = async (piece: ByteRange) => {
      inFlight++;
      await aRun.work(piece);
      inFlight--;
      if (end === 'defect' && piece.startByte === 50) throw new Error('defect');
      if (end === 'abort' && piece.startByte === 50) controller.abort();
      return done;
    };
    const ran = runPieces({ ...aRun, pieces: manyPieces(20).values(), work, signal: controller.signal });
    if (end === 'abort') expect(await ran).toEqual(err({ code: 'cancelled' }));
    else await expect(ran).rejects.toThrow('defect');
    expect(inFlight).toBe(0);
  }
});
