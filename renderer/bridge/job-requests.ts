import type { JobId } from '#shared/domain/ids.ts';
import { showNotice } from '../stores/notice-store.ts';
import { ask } from './api.ts';

/** What becomes of the job arrives as its events; only a refusal is answered here. */
async function askForJob(name: 'job.cancel' | 'job.resume' | 'job.discard', job: JobId): Promise<void> {
  const answer = await ask(name, { job });
  if (!answer.ok) showNotice({ kind: 'request-failed', failure: answer.error });
}

export const cancelJob = (job: JobId): Promise<void> => askForJob('job.cancel', job);
export const resumeJob = (job: JobId): Promise<void> => askForJob('job.resume', job);
export const discardJob = (job: JobId): Promise<void> => askForJob('job.discard', job);
