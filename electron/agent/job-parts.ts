import { randomBytes } from 'node:crypto';
import type { JobId, Timestamp } from '#shared/domain/ids.ts';
import { withCommandRecords } from './exec/command-runner.ts';
import type { JobRunnerOptions } from './jobs/job-runner.ts';

export const timestampNow = (): Timestamp => new Date().toISOString() as Timestamp;

/** Short, in the order of time, and good in an LV's name: seconds since 1970 in base 36, and four random digits. */
export const newJobId = (): JobId =>
  `${Math.floor(Date.now() / 1000).toString(36)}-${randomBytes(2).toString('hex')}` as JobId;

/** What a job's log says of a command. */
export const recordCommands: JobRunnerOptions['recordCommands'] = (listener, work) =>
  withCommandRecords(({ commandLine, exitCode, durationMs }) => {
    listener({ command: commandLine, durationMs, outcome: exitCode === 0 ? 'done' : 'failed' });
  }, work);
