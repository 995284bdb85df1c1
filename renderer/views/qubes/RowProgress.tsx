import type { JobProgress } from '#shared/domain/job.ts';
import { passFractions } from '#shared/rules/job-progress.ts';
import styles from './RowProgress.module.css';

interface RowProgressProps {
  readonly progress: JobProgress;
}

/** The thin line under a row at work; the state's own words say the same. */
export function RowProgress({ progress }: RowProgressProps) {
  const { copied, verified } = passFractions(progress);
  return (
    <span className={`shown-late ${styles.line ?? ''}`} aria-hidden="true">
      <span className={styles.copied} style={{ width: `${copied * 100}%` }} />
      <span className={styles.verified} style={{ width: `${verified * 100}%` }} />
    </span>
  );
}
