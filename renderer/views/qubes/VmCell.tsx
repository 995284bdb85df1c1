import type { Bytes } from '#shared/base/bytes.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { classNames, notPermittedText } from '#shared/text/vm-text.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { Icon } from '../../components/Icon.tsx';
import { VmState } from '../../components/VmState.tsx';
import { VolumeBadge } from '../../components/VolumeBadge.tsx';
import { usePools } from '../../stores/inventory-store.ts';
import { HeldCell } from './HeldCell.tsx';
import { NameCell } from './NameCell.tsx';
import type { VmColumnId } from './vm-columns.ts';
import { keptOf, limitOf, poolOf, volumeOf } from './vm-figures.ts';
import styles from './VmRow.module.css';

interface VmCellProps {
  readonly id: VmColumnId;
  readonly vm: Vm;
  /** The job that speaks for the VM. */
  readonly job: Job | undefined;
}

export function VmCell({ id, vm, job }: VmCellProps) {
  switch (id) {
    case 'name':
      return <NameCell vm={vm} job={job} />;
    case 'state':
      return (
        <span role="gridcell">
          <VmState vm={vm} job={job} />
        </span>
      );
    case 'class':
      return <MutedCell text={classNames[vm.class]} />;
    case 'template':
      return (
        <MutedCell text={vm.template ?? (vm.notPermitted.includes('template') ? notPermittedText : qubesText.none)} />
      );
    case 'root':
    case 'private':
      return (
        <span role="gridcell">
          <VolumeBadge volume={volumeOf(vm, id)} />
        </span>
      );
    case 'pool':
      return <PoolCell vm={vm} />;
    case 'limit':
      return <SizeCell size={limitOf(vm)} />;
    case 'holds':
      return (
        <span role="gridcell" className={styles.number}>
          <HeldCell vm={vm} />
        </span>
      );
    case 'kept':
      return <SizeCell size={keptOf(vm)} />;
    case 'autoboot':
      return (
        <span role="gridcell" className={styles.muted}>
          {vm.autostart === true && <Icon name="check" />} {autobootText(vm)}
        </span>
      );
  }
}

interface MutedCellProps {
  readonly text: string;
}

const MutedCell = ({ text }: MutedCellProps) => (
  <span role="gridcell" className={styles.muted} title={text}>
    {text}
  </span>
);

interface OfVmProps {
  readonly vm: Vm;
}

function PoolCell({ vm }: OfVmProps) {
  const id = poolOf(vm);
  const name = usePools().find((pool) => pool.id === id)?.name;
  return <MutedCell text={name ?? (vm.volumes.length > 0 && id === null ? qubesText.severalPools : qubesText.none)} />;
}

interface SizeCellProps {
  readonly size: Bytes | null;
}

const SizeCell = ({ size }: SizeCellProps) => (
  <span role="gridcell" className={styles.number} title={size === null ? undefined : qubesText.exactly(size)}>
    {size === null ? qubesText.none : formatBytes(size)}
  </span>
);

function autobootText({ autostart }: Vm): string {
  if (autostart === null) return notPermittedText;
  return autostart ? qubesText.autobootOn : qubesText.autobootOff;
}
