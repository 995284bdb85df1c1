import { jobsText, windowText } from '#shared/text/window-text.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useJobs } from '../../stores/jobs-store.ts';
import { inOrderOfConcern } from './in-order-of-concern.ts';
import { JobList } from './JobList.tsx';
import styles from './JobsView.module.css';

export function JobsView() {
  const jobs = useJobs();
  if (jobs.length === 0) return <EmptyState title={jobsText.none} hint={jobsText.noneHint} />;
  return (
    <section className={styles.view} aria-label={windowText.screens.jobs} tabIndex={-1}>
      <JobList jobs={inOrderOfConcern(jobs)} />
    </section>
  );
}
