import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { jobIdSchema, type JobId } from '#shared/domain/ids.ts';
import { journalRecordSchema, type JournalRecord } from './journal-record.ts';

/**
 * One file a job, one JSON record a line, only ever appended to. A record is on the disk before `append` returns: what the
 * journal does not say did not happen yet, or is undone by doing it again. A last line cut short by a crash is ignored.
 */
export interface JobJournal {
  append(job: JobId, record: JournalRecord): void;
  read(job: JobId): readonly JournalRecord[];
  /** Every job's records in order. `unreadable` names files that hold no valid beginning of a job. */
  readAll(): { readonly jobs: ReadonlyMap<JobId, readonly JournalRecord[]>; readonly unreadable: readonly string[] };
  remove(job: JobId): void;
}

const suffix = '.jsonl';

/** The journal in `dir`, which is made, owner-only, if need be. Throws what the file system says: without a journal no job may run. */
export function openJobJournal(dir: string): JobJournal {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const pathOf = (job: JobId): string => join(dir, `${job}${suffix}`);
  const started = new Set<JobId>();

  return {
    append(job, record) {
      if (!started.has(job)) dropTornRecord(pathOf(job));
      const descriptor = openSync(pathOf(job), 'a', 0o600);
      try {
        writeSync(descriptor, `${JSON.stringify(record)}\n`);
        fdatasyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      // A new file survives a power cut only when its folder is on the disk too.
      if (!started.has(job)) syncFolder(dir);
      started.add(job);
    },
    read: (job) => readRecords(readFileSync(pathOf(job), 'utf8')),
    readAll() {
      const jobs = new Map<JobId, readonly JournalRecord[]>();
      const unreadable: string[] = [];
      for (const file of readdirSync(dir)
        .filter((name) => name.endsWith(suffix))
        .sort()) {
        const job = jobIdSchema.safeParse(file.slice(0, -suffix.length));
        const records = readRecords(readFileSync(join(dir, file), 'utf8'));
        if (job.success && records[0]?.record === 'planned') jobs.set(job.data, records);
        else unreadable.push(join(dir, file));
      }
      return { jobs, unreadable };
    },
    remove(job) {
      rmSync(pathOf(job), { force: true });
      syncFolder(dir);
    },
  };
}

/** The records up to the first line that is none: what follows a torn write was never promised. */
function readRecords(text: string): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const line of text.split('\n')) {
    const record = parseRecord(line);
    if (!record.success) break;
    records.push(record.data);
  }
  return records;
}

function parseRecord(line: string): z.ZodSafeParseResult<JournalRecord> {
  try {
    return journalRecordSchema.safeParse(JSON.parse(line));
  } catch {
    return journalRecordSchema.safeParse(undefined);
  }
}

/** A record that a crash cut short has no end of line: the next one would become a part of it, and be lost with it. */
function dropTornRecord(path: string): void {
  if (!existsSync(path)) return;
  const content = readFileSync(path);
  const wholeBytes = content.lastIndexOf('\n') + 1;
  if (wholeBytes < content.length) truncateSync(path, wholeBytes);
}

function syncFolder(dir: string): void {
  const descriptor = openSync(dir, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
