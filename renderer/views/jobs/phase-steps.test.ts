import { expect, test } from 'vitest';
import {
  aFailedJob,
  anInterruptedJob,
  aProgress,
  aQueuedJob,
  aRunningJob,
  aSucceededJob,
  jobId,
} from '#shared/testing/builders.ts';
import { inOrderOfConcern } from './in-order-of-concern.ts';
import { phaseSteps } from './phase-steps.ts';

const statesOf = (job: Parameters<typeof phaseSteps>[0]) => phaseSteps(job).map((step) => step.state);

test('the phases before the present one are done', () => {
  const verifying = aRunningJob({ progress: aProgress({ phase: 'verify' }) });
  expect(statesOf(verifying)).toEqual(['done', 'done', 'done', 'now', 'ahead', 'ahead']);
});

test('a waiting job has everything ahead, a finished one nothing', () => {
  expect(new Set(statesOf(aQueuedJob()))).toEqual(new Set(['ahead']));
  expect(new Set(statesOf(aSucceededJob()))).toEqual(new Set(['done']));
});

test('a failed job has no steps to show: it went back', () => {
  expect(phaseSteps(aFailedJob())).toEqual([]);
});

test('what waits for a person comes first, what has ended last', () => {
  const ended = aSucceededJob({ id: jobId('ended') });
  const waiting = aQueuedJob({ id: jobId('waiting') });
  const running = aRunningJob({ id: jobId('running') });
  const interrupted = anInterruptedJob({ id: jobId('interrupted') });
  expect(inOrderOfConcern([ended, waiting, running, interrupted])).toEqual([interrupted, running, waiting, ended]);
});
