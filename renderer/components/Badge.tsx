import styles from './Badge.module.css';

interface BadgeProps {
  readonly tone: 'accent' | 'outlined' | 'quiet' | 'critical';
  readonly text: string;
  readonly title?: string;
}

export function Badge({ tone, text, title }: BadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone} title={title}>
      {text}
    </span>
  );
}
