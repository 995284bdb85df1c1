import type { Vm } from '#shared/domain/vm.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { heldBy, limitOf } from './vm-figures.ts';
import styles from './HeldCell.module.css';

interface HeldCellProps {
  readonly vm: Vm;
}

/** What the VM holds, and how much of its limit that is. */
export function HeldCell({ vm }: HeldCellProps) {
  const held = heldBy(vm);
  const limit = limitOf(vm);
  if (held === null) return <span className={styles.none}>{qubesText.none}</span>;
  const percent = limit === null || limit === 0 ? 0 : Math.min(100, (100 * held) / limit);
  return (
    <span className={styles.held} title={qubesText.exactly(held)}>
      {formatBytes(held)}
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}
