import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JobId, Timestamp } from '#shared/domain/ids.ts';
import { aPlan } from '#shared/testing/builders.ts';
import { openJobJournal } from './job-journal.ts';
import type { JournalRecord } from './journal-record.ts';

const job = 'abc-1234' as JobId;
const planned: JournalRecord = { record: 'planned', at: '2026-11-23T15:00:00.000Z' as Timestamp, plan: aPlan() };
const begun: JournalRecord = { record: 'step-started', step: 0 };
const done: JournalRecord = { record: 'step-done', step: 0 };

function aJournalDir(): string {
  const parentDir = mkdtempSync(join(tmpdir(), 'qsm-journal-'));
  onTestFinished(() => rmSync(parentDir, { recursive: true }));
  return join(parentDir, 'jobs');
}

test('what one agent wrote the next one reads, and only root may look', () => {
  const dir = aJournalDir();
  const journal = openJobJournal(dir);
  for (const record of [planned, begun, done]) journal.append(job, record);
  expect(openJobJournal(dir).readAll()).toEqual({ jobs: new Map([[job, [planned, begun, done]]]), unreadable: [] });
  expect([statSync(dir).mode & 0o777, statSync(join(dir, `${job}.jsonl`)).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('a record that a crash cut short is as if never written, and does not swallow the next one', () => {
  const dir = aJournalDir();
  openJobJournal(dir).append(job, planned);
  appendFileSync(join(dir, `${job}.jsonl`), '{"record":"step-st');
  const journal = openJobJournal(dir);
  expect(journal.read(job)).toEqual([planned]);
  journal.append(job, begun);
  expect(journal.read(job)).toEqual([planned, begun]);
});

test('a file that holds no beginning of a job is named, and hides no other job', () => {
  const dir = aJournalDir();
  openJobJournal(dir).append(job, planned);
  writeFileSync(join(dir, 'xyz-9999.jsonl'), `${JSON.stringify(begun)}\n`);
  const { jobs, unreadable } = openJobJournal(dir).readAll();
  expect([...jobs.keys()]).toEqual([job]);
  expect(unreadable).toEqual([join(dir, 'xyz-9999.jsonl')]);
});

test('a removed job is gone for the next agent too', () => {
  const dir = aJournalDir();
  const journal = openJobJournal(dir);
  journal.append(job, planned);
  journal.remove(job);
  expect(openJobJournal(dir).readAll().jobs.size).toBe(0);
});
