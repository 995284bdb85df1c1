import type { Job } from '#shared/domain/job.ts';
import { JobCard } from './JobCard.tsx';
import styles from './JobList.module.css';

interface JobListProps {
  readonly jobs: readonly Job[];
}

export function JobList({ jobs }: JobListProps) {
  return (
    <ul className={styles.list}>
      {jobs.map((job) => (
        <li key={job.id}>
          <JobCard job={job} />
        </li>
      ))}
    </ul>
  );
}
