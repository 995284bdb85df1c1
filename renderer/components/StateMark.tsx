import { Icon, type IconName } from './Icon.tsx';
import styles from './StateMark.module.css';

export type Tone = 'neutral' | 'accent' | 'positive' | 'caution' | 'critical';

interface StateMarkProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly text: string;
}

/** A state as a sign, a word and a colour: any two may be lost. */
export function StateMark({ icon, tone, text }: StateMarkProps) {
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon name={icon} />
      <span className={styles.text}>{text}</span>
    </span>
  );
}
