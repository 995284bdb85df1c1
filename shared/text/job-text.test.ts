import { expect, test } from 'vitest';
import { bytes, gib, mib } from '../base/bytes.ts';
import { anInterruptedJob, aProgress, aQueuedJob, aRunningJob, aSucceededJob } from '../testing/builders.ts';
import { jobOutcomeText, jobStateInRow, phaseProgressText, progressDetails } from './job-text.ts';

test('progress never rounds up to done', () => {
  expect(phaseProgressText(aProgress({ doneBytes: bytes(999), totalBytes: bytes(1000) }))).toBe('99 % copied');
  expect(phaseProgressText(aProgress({ phase: 'verify', doneBytes: gib(8), totalBytes: gib(8) }))).toBe(
    '99 % verified',
  );
});

test('details name only what is known', () => {
  const progress = aProgress({ bytesPerSecond: mib(312), secondsLeft: 28, doneBytes: gib(3.8), totalBytes: gib(6.2) });
  expect(progressDetails(progress)).toBe('3.8 GiB of 6.2 GiB · 312 MiB/s · about 28 s left');
  expect(progressDetails({ ...progress, bytesPerSecond: null, secondsLeft: null })).toBe('3.8 GiB of 6.2 GiB');
  expect(
    progressDetails(aProgress({ phase: 'check', totalBytes: bytes(0), bytesPerSecond: null, secondsLeft: null })),
  ).toBe('checking');
});

test('a row speaks of its job only while there is something to wait for', () => {
  expect(jobStateInRow(aQueuedJob())).toBe('waiting');
  expect(jobStateInRow(aRunningJob())).toBe('61 % copied');
  expect(jobStateInRow(aSucceededJob())).toBeNull();
});

test('an interrupted job that has switched is not offered for discarding', () => {
  expect(jobOutcomeText(anInterruptedJob({ canDiscard: false }))).not.toContain('discard');
  expect(jobOutcomeText(anInterruptedJob({ canDiscard: true }))).toContain('work is as it was');
});
