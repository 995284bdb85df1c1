import { jobsText, windowText } from '#shared/text/window-text.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useJobs } from '../../stores/jobs-store.ts';
import { jobGroupOf, jobGroups } from './in-order-of-concern.ts';
import { JobList } from './JobList.tsx';
import styles from './JobsView.module.css';

export function JobsView() {
  const jobs = useJobs();
  if (jobs.length === 0) return <EmptyState title={jobsText.none} hint={jobsText.noneHint} />;
  return (
    <section className={styles.view} aria-label={windowText.screens.jobs} tabIndex={-1}>
      {jobGroups.map((group) => {
        const ofGroup = jobs.filter((job) => jobGroupOf(job) === group);
        if (ofGroup.length === 0) return null;
        const title = jobsText.group(group, ofGroup.length);
        return (
          <section key={group} aria-label={title}>
            <h2 className={styles.heading}>{title}</h2>
            {group === 'active' && <p className={styles.hint}>{jobsText.goesOn}</p>}
            <JobList jobs={ofGroup} />
          </section>
        );
      })}
    </section>
  );
}
