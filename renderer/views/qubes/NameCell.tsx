import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { VmLabelMark } from '../../components/VmLabelMark.tsx';
import { showVm } from '../../stores/screen-store.ts';
import { RowProgress } from './RowProgress.tsx';
import styles from './VmRow.module.css';

interface NameCellProps {
  readonly vm: Vm;
  readonly job: Job | undefined;
}

/** The VM's name leads to its pane; by keyboard the row does. */
export function NameCell({ vm, job }: NameCellProps) {
  return (
    <span role="rowheader" className={styles.name}>
      <VmLabelMark label={vm.label} />
      <button
        type="button"
        className={styles.open}
        tabIndex={-1}
        title={vm.name}
        aria-label={qubesText.open(vm.name)}
        onClick={() => showVm(vm.name)}
      >
        {vm.name}
      </button>
      {job?.state === 'running' && <RowProgress progress={job.progress} />}
    </span>
  );
}
