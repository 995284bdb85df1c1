import { memo, type CSSProperties } from 'react';
import type { Vm } from '#shared/domain/vm.ts';
import { isActive as isJobActive } from '#shared/rules/active-job.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { classNames, notPermittedText } from '#shared/text/vm-text.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { proposeMigrations } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useJobsOn } from '../../stores/jobs-store.ts';
import { showVm } from '../../stores/screen-store.ts';
import { useIsSelected } from '../../stores/selection-store.ts';
import { HeldCell } from './HeldCell.tsx';
import { RowProgress } from './RowProgress.tsx';
import { useMigrateBlock } from './use-migrate-block.ts';
import { limitOf, volumeOf } from './vm-figures.ts';
import { VmLabelMark } from '../../components/VmLabelMark.tsx';
import { VmState } from '../../components/VmState.tsx';
import { VolumeBadge } from '../../components/VolumeBadge.tsx';
import styles from './VmRow.module.css';

interface VmRowProps {
  readonly vm: Vm;
  readonly index: number;
  readonly offset: number;
  /** The one row that Tab leads to. */
  readonly isActive: boolean;
}

/** Clicks and keys are the grid's (`VmTable`), which finds the VM by `data-vm`. */
export const VmRow = memo(function VmRow({ vm, index, offset, isActive }: VmRowProps) {
  const isSelected = useIsSelected(vm.name);
  const jobs = useJobsOn(vm.name);
  const blockedBy = useMigrateBlock(vm, jobs);
  const job = jobs.findLast((candidate) => isJobActive(candidate) || candidate.state === 'interrupted');
  const limit = limitOf(vm);
  const tabIndex = isActive ? 0 : -1;
  const style: CSSProperties = { transform: `translateY(${offset}px)` };
  return (
    <div
      role="row"
      className={styles.row}
      style={style}
      data-vm={vm.name}
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
      <span role="gridcell">
        <VmState vm={vm} job={job} />
      </span>
      <span role="gridcell" className={styles.muted}>
        {classNames[vm.class]}
      </span>
      <span role="gridcell" className={styles.muted} title={vm.template ?? undefined}>
        {vm.template ?? (vm.notPermitted.includes('template') ? notPermittedText : qubesText.none)}
      </span>
      <span role="gridcell">
        <VolumeBadge volume={volumeOf(vm, 'root')} />
      </span>
      <span role="gridcell">
        <VolumeBadge volume={volumeOf(vm, 'private')} />
      </span>
      <span role="gridcell" className={styles.number} title={limit === null ? undefined : qubesText.exactly(limit)}>
        {limit === null ? qubesText.none : formatBytes(limit)}
      </span>
      <span role="gridcell" className={styles.number}>
        <HeldCell vm={vm} />
      </span>
      <span role="gridcell" className={styles.muted}>
        {vm.autostart === true && <Icon name="check" />} {autobootText(vm)}
      </span>
      <span role="gridcell" className={styles.number}>
        <Button
          size="small"
          tabIndex={tabIndex}
          blockedBy={blockedBy}
          aria-label={qubesText.migrateNamed(vm.name)}
          onClick={() => void proposeMigrations([vm.name])}
        >
          {qubesText.migrate}
        </Button>
      </span>
    </div>
  );
});

function autobootText({ autostart }: Vm): string {
  if (autostart === null) return notPermittedText;
  return autostart ? qubesText.autobootOn : qubesText.autobootOff;
}
