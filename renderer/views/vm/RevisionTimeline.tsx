import type { RevertibleRole } from '#shared/domain/action.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { Revision, Volume } from '#shared/domain/volume.ts';
import { keepingBlockers } from '#shared/rules/revert-blockers.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { fillInAction } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useJobs } from '../../stores/jobs-store.ts';
import { RevisionItem } from './RevisionItem.tsx';
import { useBlockText } from './use-block-text.ts';
import styles from './RevisionTimeline.module.css';

interface RevisionTimelineProps {
  readonly vm: Vm;
  readonly volume: Volume;
  readonly role: RevertibleRole;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
}

/** The state of now, and below it those that there is a way back to, the newest first. */
export function RevisionTimeline({ vm, volume, role, revisions }: RevisionTimelineProps) {
  const keepBlock = useBlockText(keepingBlockers(vm, useJobs()));
  const count = volume.revisionsToKeep;
  return (
    <Panel
      title={vmPaneText.revisionsOf(role)}
      aside={
        count !== null && (
          <>
            {vmPaneText.keeps(count)}
            <Button
              size="small"
              blockedBy={keepBlock}
              onClick={() => void fillInAction({ kind: 'set-revisions', vm: vm.name, count })}
            >
              {vmPaneText.changeKept}
            </Button>
          </>
        )
      }
    >
      <ol className={styles.timeline}>
        <li className={styles.item} data-kind="now">
          <strong>{vm.power === 'halted' ? vmPaneText.now : vmPaneText.nowRunning}</strong>
        </li>
        {revisions.toReversed().map((revision) => (
          <RevisionItem key={revision.id} vm={vm} role={role} revision={revision} />
        ))}
      </ol>
      {revisions.length === 0 && <p className={styles.none}>{vmPaneText.noRevisions}</p>}
    </Panel>
  );
}
