import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import {
  aFailedJob,
  anInterruptedJob,
  aProgress,
  aQueuedJob,
  aRunningJob,
  aSucceededJob,
} from '../testing/builders.ts';
import { jobAnnouncement } from './job-announcement.ts';

const copying = (done: number) => aRunningJob({ progress: aProgress({ doneBytes: gib(done), totalBytes: gib(8) }) });

test('the beginning is told once', () => {
  expect(jobAnnouncement(aQueuedJob(), copying(0))).toBe('Migration of work has begun.');
  expect(jobAnnouncement(copying(0), copying(0.5))).toBeNull();
});

test('progress is told at quarters only', () => {
  expect(jobAnnouncement(copying(1.9), copying(2.1))).toBe('work: 26 % copied.');
  expect(jobAnnouncement(copying(2.1), copying(3.9))).toBeNull();
  expect(jobAnnouncement(copying(3.9), copying(4))).toBe('work: 50 % copied.');
});

test('a change of phase is told', () => {
  const switching = aRunningJob({
    progress: aProgress({ phase: 'switch', doneBytes: gib(0), totalBytes: gib(0) }),
    isCancellable: false,
  });
  expect(jobAnnouncement(copying(8), switching)).toBe('work: switching.');
});

test('the end is told with what is safe', () => {
  expect(jobAnnouncement(copying(8), aSucceededJob())).toBe('work is on LVM now; the original is kept.');
  expect(jobAnnouncement(copying(8), aFailedJob())).toContain('The original is untouched.');
  expect(jobAnnouncement(copying(4), anInterruptedJob())).toContain('resume the job, or discard it');
});

test('the same end is not told twice', () => {
  expect(jobAnnouncement(aSucceededJob(), aSucceededJob())).toBeNull();
});
