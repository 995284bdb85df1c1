import { useId, useState } from 'react';
import { jobsText } from '#shared/text/window-text.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useHasInventory } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { CurrentJob } from './CurrentJob.tsx';
import { inOrderOfConcern } from './in-order-of-concern.ts';
import { JobList } from './JobList.tsx';
import { NoticeLine } from './NoticeLine.tsx';
import styles from './FootBar.module.css';

const drawerLength = 20;

/** What is at work, in one line that is always there; the drawer above it has the rest. */
export function FootBar() {
  const [isOpen, setIsOpen] = useState(false);
  const drawerId = useId();
  const jobs = inOrderOfConcern(useJobs());
  const hasInventory = useHasInventory();
  if (!hasInventory) return null;
  return (
    <footer className={styles.foot}>
      {isOpen && (
        <section id={drawerId} className={styles.drawer} aria-label={jobsText.drawer} tabIndex={0}>
          {jobs.length === 0 ? <p>{jobsText.none}</p> : <JobList jobs={jobs.slice(0, drawerLength)} />}
        </section>
      )}
      <NoticeLine />
      <div className={styles.line}>
        <CurrentJob jobs={jobs} />
        <Button
          tone="quiet"
          size="small"
          aria-expanded={isOpen}
          aria-controls={isOpen ? drawerId : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? jobsText.hideDrawer : jobsText.showDrawer}
          <Icon name={isOpen ? 'chevron-down' : 'chevron-up'} size={11} />
        </Button>
      </div>
    </footer>
  );
}
