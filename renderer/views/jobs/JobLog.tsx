import type { JobLogEntry } from '#shared/domain/job.ts';
import { formatDuration } from '#shared/text/format-moment.ts';
import { jobsText } from '#shared/text/window-text.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import styles from './JobLog.module.css';

interface JobLogProps {
  readonly entries: readonly JobLogEntry[];
}

export function JobLog({ entries }: JobLogProps) {
  if (entries.length === 0) return null;
  return (
    <Disclosure summary={jobsText.log}>
      <ol className={styles.log}>
        {entries.map((entry, index) => (
          <li key={`${entry.at}-${index}`} className={styles.entry} data-outcome={entry.outcome}>
            <span className={styles.step}>{entry.step}</span>
            <span className={styles.outcome}>
              {jobsText.logOutcomes[entry.outcome]} · {formatDuration(entry.durationMs)}
            </span>
            {entry.command !== null && <code className={styles.command}>{entry.command}</code>}
            {entry.detail !== null && <span className={styles.detail}>{entry.detail}</span>}
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}
