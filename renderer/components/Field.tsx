import type { ReactNode } from 'react';
import styles from './Field.module.css';

interface FieldProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Beside the control, such as its unit. */
  readonly after?: string;
}

/** A line of a form: one control, named by the label before it. */
export function Field({ label, children, after }: FieldProps) {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <span className={styles.control}>
        {children}
        {after}
      </span>
    </label>
  );
}
