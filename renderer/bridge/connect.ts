import type { Snapshot } from '#shared/contract/agent-contract.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { levelRises } from '#shared/rules/level-rises.ts';
import { jobOutcomeText, jobTitle } from '#shared/text/job-text.ts';
import { poolLevelNames, poolText } from '#shared/text/pool-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { jobAnnouncement } from '#shared/text/job-announcement.ts';
import { applyAgent, applyConnectionChanged } from '../stores/connection-store.ts';
import { applyInventoryChanged, replaceInventory, useInventoryStore } from '../stores/inventory-store.ts';
import { applyJobChanged, findJob, replaceJobs } from '../stores/jobs-store.ts';
import { announce, showNotice } from '../stores/notice-store.ts';
import { replacePreferences, usePreferences } from '../stores/preferences-store.ts';
import { ask, listen } from './api.ts';
import { restartAfter } from './restart-requests.ts';
import { notifyDesktop } from './notify-desktop.ts';
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
    if (job.state !== 'cancelled') notifyDesktop(jobTitle(job), jobOutcomeText(job));
    checkAgain();
    restartAfter(job);
  }
  applyJobChanged(job);
}

function notePools(pools: readonly Pool[]): void {
  const before = useInventoryStore.getState().inventory?.pools ?? [];
  for (const { pool, level } of levelRises(before, pools, usePreferences.getState().alertLevels)) {
    const sentence = poolText.crossed(pool.name, poolLevelNames[level]);
    announce(sentence);
    notifyDesktop(windowText.appName, sentence);
  }
}

/** Wires every event to its store, then fills the stores with what main knows already. Called once. */
export async function connect(): Promise<void> {
  listen('connection.changed', applyConnectionChanged);
  listen('snapshot.replaced', replaceSnapshot);
  listen('inventory.changed', (change) => {
    notePools(change.pools);
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
