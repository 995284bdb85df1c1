import { expect, test } from 'vitest';
import { bytes, gib, mib } from '#shared/base/bytes.ts';
import { done } from '#shared/base/result.ts';
import type { Phase } from '#shared/domain/plan.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { ProgressMeter } from './job-progress.ts';
import type { Step } from './step.ts';

const aStep = (phase: Phase, size: number): Step => ({
  name: phase,
  phase,
  role: null,
  bytes: bytes(size),
  run: () => Promise.resolve(done),
});
const steps = [aStep('copy', mib(100)), aStep('copy', mib(100)), aStep('verify', gib(10))];

test('a phase counts all its steps, and nothing else', () => {
  const meter = new ProgressMeter(steps, 0);
  meter.record(0, mib(100), 0);
  meter.record(1, mib(50), 1000);
  expect(meter.progressAt(1)).toMatchObject({ phase: 'copy', doneBytes: mib(150), totalBytes: mib(200) });
  expect(meter.progressAt(2)).toMatchObject({ phase: 'verify', doneBytes: 0, totalBytes: gib(10) });
});

test('the time left is measured for this phase and estimated for the next', () => {
  const meter = new ProgressMeter(steps, 0);
  meter.record(0, mib(0), 0);
  meter.record(0, mib(50), 1000);
  const { bytesPerSecond, secondsLeft } = meter.progressAt(0);
  expect(bytesPerSecond).toBe(mib(50));
  expect(secondsLeft).toBeCloseTo(3 + gib(10) / expectedBytesPerSecond.verify);
});

test('the speed of one phase says nothing of the next', () => {
  const meter = new ProgressMeter(steps, 0);
  meter.record(1, mib(1), 0);
  meter.record(1, mib(100), 1000);
  meter.record(2, mib(1), 1010);
  expect(meter.progressAt(2)).toMatchObject({ bytesPerSecond: null, secondsLeft: null });
});

test('steps that an earlier run has done count as done', () => {
  expect(new ProgressMeter(steps, 1).progressAt(1).doneBytes).toBe(mib(100));
});

test('a count that goes back is not believed', () => {
  const meter = new ProgressMeter(steps, 0);
  meter.record(0, mib(60), 0);
  meter.record(0, mib(10), 100);
  expect(meter.progressAt(0).doneBytes).toBe(mib(60));
});
