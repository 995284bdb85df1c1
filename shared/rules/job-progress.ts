import type { JobProgress } from '../domain/job.ts';
import { phases } from '../domain/plan.ts';

/** The share of the current phase. Below 1 while the phase goes on: nothing sits at 100 % that still works. */
export function phaseFraction({ doneBytes, totalBytes }: JobProgress): number {
  return totalBytes === 0 ? 0 : Math.min(0.99, doneBytes / totalBytes);
}

/** How much of the data has been copied, and how much of it read back and compared. Neither ever goes back. */
export interface PassFractions {
  readonly copied: number;
  readonly verified: number;
}

export function passFractions(progress: JobProgress): PassFractions {
  return { copied: fractionOf('copy', progress), verified: fractionOf('verify', progress) };
}

function fractionOf(pass: 'copy' | 'verify', progress: JobProgress): number {
  const distance = phases.indexOf(progress.phase) - phases.indexOf(pass);
  if (distance === 0) return phaseFraction(progress);
  return distance > 0 ? 1 : 0;
}
