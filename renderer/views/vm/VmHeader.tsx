import type { Vm } from '#shared/domain/vm.ts';
import { isActive } from '#shared/rules/active-job.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { classNames } from '#shared/text/vm-text.ts';
import { Button } from '../../components/Button.tsx';
import { VmLabelMark } from '../../components/VmLabelMark.tsx';
import { VmState } from '../../components/VmState.tsx';
import { useJobsOn } from '../../stores/jobs-store.ts';
import { VmActions } from './VmActions.tsx';
import { VmPower } from './VmPower.tsx';
import styles from './VmHeader.module.css';

interface VmHeaderProps {
  readonly vm: Vm;
  readonly onBack: () => void;
}

export function VmHeader({ vm, onBack }: VmHeaderProps) {
  const job = useJobsOn(vm.name).findLast((each) => isActive(each) || each.state === 'interrupted');
  return (
    <header className={styles.header}>
      <Button tone="quiet" onClick={onBack}>
        ← {vmPaneText.back}
      </Button>
      <div className={styles.who}>
        <VmLabelMark label={vm.label} />
        <h2 className={styles.name}>{vm.name}</h2>
        <span className={styles.class}>{classNames[vm.class]}</span>
        <VmState vm={vm} job={job} />
      </div>
      <div className={styles.actions} role="group" aria-label={vmPaneText.act}>
        <VmPower vm={vm} />
        <VmActions vm={vm} />
      </div>
    </header>
  );
}
