import type { RevertibleRole } from '#shared/domain/action.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { Revision } from '#shared/domain/volume.ts';
import { markBlockers, revertBlockers } from '#shared/rules/revert-blockers.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { formatMoment } from '#shared/text/format-moment.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { actAtOnce, fillInAction, proposeActions } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { usePools, useVms } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { useBlockText } from './use-block-text.ts';
import styles from './RevisionTimeline.module.css';

interface RevisionItemProps {
  readonly vm: Vm;
  readonly role: RevertibleRole;
  readonly revision: Revision;
}

export function RevisionItem({ vm, role, revision }: RevisionItemProps) {
  const { id, isPinned, note } = revision;
  const jobs = useJobs();
  const revertBlock = useBlockText(revertBlockers(vm, role, id, { vms: useVms(), pools: usePools() }, jobs));
  const markBlock = useBlockText(markBlockers(vm, role, id, jobs));
  const mark = { kind: 'mark-revision', vm: vm.name, role, revision: id } as const;
  const pin = isPinned ? vmPaneText.unpin : vmPaneText.pin;
  return (
    <li className={styles.item} data-kind={isPinned ? 'pinned' : 'plain'}>
      <div className={styles.what}>
        <span>{revision.takenAt === null ? vmPaneText.unknownTime : formatMoment(revision.takenAt)}</span>
        {note !== null && <strong className={styles.note}>{note}</strong>}
        <span className={styles.facts}>{factsOf(revision)}</span>
      </div>
      <div className={styles.acts}>
        <Button
          size="small"
          tone="quiet"
          blockedBy={markBlock}
          aria-label={vmPaneText.ofRevision(vmPaneText.note, id)}
          onClick={() => void fillInAction({ ...mark, note })}
        >
          {vmPaneText.note}
        </Button>
        <Button
          size="small"
          tone="quiet"
          blockedBy={markBlock}
          aria-label={vmPaneText.ofRevision(pin, id)}
          onClick={() => void actAtOnce({ ...mark, isPinned: !isPinned })}
        >
          {pin}
        </Button>
        <Button
          size="small"
          blockedBy={revertBlock}
          aria-label={vmPaneText.ofRevision(vmPaneText.revert, id)}
          onClick={() => void proposeActions([{ kind: 'revert', vm: vm.name, role, revision: id }])}
        >
          {vmPaneText.revert}
        </Button>
      </div>
    </li>
  );
}

function factsOf({ id, sizeBytes, exclusiveBytes, isPinned, isCommitted }: Revision): string {
  const facts = [`#${id}`];
  if (isPinned) facts.push(vmPaneText.pinned);
  if (isCommitted) facts.push(vmPaneText.committed);
  if (exclusiveBytes !== null) facts.push(`${formatBytes(exclusiveBytes)} ${vmPaneText.alone}`);
  else if (sizeBytes !== null) facts.push(formatBytes(sizeBytes));
  return facts.join(' · ');
}
