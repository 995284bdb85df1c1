import type { Snapshot } from '#shared/contract/agent-contract.ts';
import type { Job } from '#shared/domain/job.ts';
import { jobAnnouncement } from '#shared/text/job-announcement.ts';
import { applyAgent, applyConnectionChanged } from '../stores/connection-store.ts';
import { applyInventoryChanged, replaceInventory } from '../stores/inventory-store.ts';
import { applyJobChanged, findJob, replaceJobs } from '../stores/jobs-store.ts';
import { announce, showNotice } from '../stores/notice-store.ts';
import { replacePreferences } from '../stores/preferences-store.ts';
import { ask, listen } from './api.ts';
import { checkAgain, lookAgainAtDevices } from './look-requests.ts';

function replaceSnapshot(snapshot: Snapshot): void {
  applyAgent(snapshot.agent);
  replaceInventory(snapshot.inventory);
  replaceJobs(snapshot.jobs);
}

function noteJob(job: Job): void {
  const before = findJob(job.id);
  const sentence = jobAnnouncement(before, job);
  if (sentence !== null) announce(sentence);
  const hasEnded = job.state === 'succeeded' || job.state === 'failed' || job.state === 'cancelled';
  if (hasEnded && before?.state !== job.state) {
    showNotice({ kind: 'job-ended', job: job.id });
    checkAgain();
  }
  applyJobChanged(job);
}

/** Wires every event to its store, then fills the stores with what main knows already. Called once. */
export async function connect(): Promise<void> {
  listen('connection.changed', applyConnectionChanged);
  listen('snapshot.replaced', replaceSnapshot);
  listen('inventory.changed', (change) => {
    applyInventoryChanged(change);
    lookAgainAtDevices();
  });
  listen('job.changed', noteJob);
  const state = await ask('window.state', {});
  if (!state.ok) {
    applyConnectionChanged({ state: 'lost', system: 'sandbox', failure: state.error, isRetrying: false });
    return;
  }
  replacePreferences(state.value.preferences);
  applyConnectionChanged(state.value.connection);
  if (state.value.snapshot !== null) replaceSnapshot(state.value.snapshot);
}
