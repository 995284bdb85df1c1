import type { VmLabel } from '#shared/domain/vm.ts';
import { qubesText } from '#shared/text/window-text.ts';
import styles from './VmLabelMark.module.css';

interface VmLabelMarkProps {
  readonly label: VmLabel;
}

/** A qube's label is its colour and the colour's name. */
export function VmLabelMark({ label }: VmLabelMarkProps) {
  return (
    <span
      className={styles.mark}
      style={{ background: `var(--label-${label})` }}
      role="img"
      aria-label={qubesText.label(label)}
      title={qubesText.label(label)}
    />
  );
}
