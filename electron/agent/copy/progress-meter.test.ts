import { afterEach, expect, test, vi } from 'vitest';
import { ProgressMeter } from './progress-meter.ts';

afterEach(() => vi.restoreAllMocks());

test('progress is told at most ten times a second, never backwards, and the end once', () => {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const reported: number[] = [];
  const meter = new ProgressMeter((doneBytes) => reported.push(doneBytes));
  for (; nowMs <= 1000; nowMs += 10) meter.reach(nowMs);
  nowMs = 2000;
  meter.reach(300);
  meter.finish(1050);
  expect(reported).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1050]);
});
