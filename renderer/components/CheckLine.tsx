import type { ReactNode } from 'react';
import styles from './CheckLine.module.css';
import { Icon, type IconName } from './Icon.tsx';

const icons: Readonly<Record<'positive' | 'caution' | 'critical' | 'neutral', IconName>> = {
  positive: 'check',
  caution: 'warning',
  critical: 'cross',
  neutral: 'circle',
};

interface CheckLineProps {
  readonly tone: keyof typeof icons;
  readonly children: ReactNode;
}

/** One line of a check list; the list is the parent's. */
export function CheckLine({ tone, children }: CheckLineProps) {
  return (
    <li className={styles.line} data-tone={tone}>
      <Icon name={icons[tone]} />
      <div className={styles.text}>{children}</div>
    </li>
  );
}
