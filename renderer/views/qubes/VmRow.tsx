import { memo, type CSSProperties } from 'react';
import type { Vm } from '#shared/domain/vm.ts';
import { isActive as isJobActive } from '#shared/rules/active-job.ts';
import { migrationOn } from '#shared/rules/migration-on.ts';
import { isOutOfReach } from '#shared/rules/out-of-reach-blockers.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { proposeMigrations } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useSystem } from '../../stores/connection-store.ts';
import { useJobsOn } from '../../stores/jobs-store.ts';
import { useIsSelected } from '../../stores/selection-store.ts';
import { useMigrateBlock } from './use-migrate-block.ts';
import { VmCell } from './VmCell.tsx';
import type { VmColumnId } from './vm-columns.ts';
import styles from './VmRow.module.css';

interface VmRowProps {
  readonly vm: Vm;
  readonly columns: readonly VmColumnId[];
  readonly index: number;
  readonly offset: number;
  /** The one row that Tab leads to. */
  readonly isActive: boolean;
}

/** Clicks and keys are the grid's (`VmTable`), which finds the VM by `data-vm`. */
export const VmRow = memo(function VmRow({ vm, columns, index, offset, isActive }: VmRowProps) {
  const isSelected = useIsSelected(vm.name);
  const jobs = useJobsOn(vm.name);
  const blockedBy = useMigrateBlock(vm, jobs);
  const system = useSystem();
  const job = jobs.findLast((candidate) => isJobActive(candidate) || candidate.state === 'interrupted');
  const tabIndex = isActive ? 0 : -1;
  const style: CSSProperties = { transform: `translateY(${offset}px)` };
  return (
    <div
      role="row"
      className={styles.row}
      style={style}
      data-vm={vm.name}
      data-out-of-reach={isOutOfReach(vm) || undefined}
      tabIndex={tabIndex}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
    >
      <span role="gridcell">
        <input
          type="checkbox"
          className={styles.check}
          tabIndex={tabIndex}
          checked={isSelected}
          readOnly
          aria-label={qubesText.select(vm.name)}
        />
      </span>
      {columns.map((id) => (
        <VmCell key={id} id={id} vm={vm} job={job} />
      ))}
      <span role="gridcell" className={styles.number}>
        <Button
          size="small"
          tabIndex={tabIndex}
          blockedBy={blockedBy}
          aria-label={qubesText.migrateNamed(system, vm.name)}
          onClick={() => void proposeMigrations([migrationOn(system, vm, 'lvm')])}
        >
          {qubesText.migrate(system)}
        </Button>
      </span>
    </div>
  );
});
