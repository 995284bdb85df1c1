import type { Vm } from '#shared/domain/vm.ts';
import { qubesText } from '#shared/text/window-text.ts';
import styles from './VmLabelMark.module.css';

interface VmLabelMarkProps {
  readonly label: Vm['label'];
}

/** A qube's label is its colour and the colour's name; a name that is none of Qubes' own has no colour here. */
export function VmLabelMark({ label }: VmLabelMarkProps) {
  return (
    <span
      className={styles.mark}
      style={{ background: `var(--label-${label ?? 'unknown'}, transparent)` }}
      role="img"
      aria-label={qubesText.label(label)}
      title={qubesText.label(label)}
    />
  );
}
