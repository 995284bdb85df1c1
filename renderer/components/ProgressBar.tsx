import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  readonly name: string;
  /** What is heard instead of a number. */
  readonly sentence: string;
  readonly copiedFraction: number;
  /** Drawn over what is copied, so that the second pass over the same bytes never looks like going back. */
  readonly verifiedFraction: number;
}

export function ProgressBar({ name, sentence, copiedFraction, verifiedFraction }: ProgressBarProps) {
  const current = copiedFraction < 1 ? copiedFraction : verifiedFraction;
  return (
    <div
      className={`shown-late ${styles.track ?? ''}`}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(current * 100)}
      aria-valuetext={sentence}
    >
      <div className={styles.copied} style={{ width: `${copiedFraction * 100}%` }} />
      <div className={styles.verified} style={{ width: `${verifiedFraction * 100}%` }} />
    </div>
  );
}
