import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly hint: string | null;
  /** How urgently it is read out when it appears; not at all where it is left out. */
  readonly role?: 'status' | 'alert';
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** Where a list would be: why there is none, and the way on. */
export function EmptyState({ title, hint, role, children }: EmptyStateProps) {
  return (
    <div className={styles.empty} role={role}>
      <p className={styles.title}>{title}</p>
      {hint !== null && <p className={styles.hint}>{hint}</p>}
      {children}
    </div>
  );
}
