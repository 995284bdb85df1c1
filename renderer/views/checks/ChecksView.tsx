import { remediesFor } from '#shared/rules/finding-remedies.ts';
import { findingSubject } from '#shared/rules/finding-subject.ts';
import { checksText } from '#shared/text/checks-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { formatTime } from '#shared/text/format-moment.ts';
import { connectionText, windowText } from '#shared/text/window-text.ts';
import { proposeActions } from '../../bridge/action-requests.ts';
import { runChecks } from '../../bridge/look-requests.ts';
import { Button } from '../../components/Button.tsx';
import { CheckLine } from '../../components/CheckLine.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';
import { useChecks } from '../../stores/look-store.ts';
import { FindingCard } from './FindingCard.tsx';
import styles from './ChecksView.module.css';

/** What does not agree, what is safe about it, and what can be done. */
export function ChecksView() {
  const { seen, failure, isLooking } = useChecks();
  const blockedBy = useIsConnected() ? null : connectionText.notConnected;
  if (seen === null) {
    return (
      <EmptyState title={failure === null ? checksText.looking : failureText(failure)} hint={null} role="status">
        {failure !== null && <Button onClick={() => void runChecks()}>{checksText.lookAgain}</Button>}
      </EmptyState>
    );
  }
  const { findings, busy, problems, takenAt } = seen;
  const repairable = findings.filter((finding) => remediesFor(finding).includes('repair'));
  const troubles = [...(failure === null ? [] : [failure]), ...problems].map(failureText);
  const notes = busy.length === 0 ? troubles : [...troubles, checksText.busy(busy.map(({ vm }) => vm).join(', '))];
  return (
    <section className={styles.view} aria-label={windowText.screens.checks} tabIndex={-1}>
      <div className={styles.bar}>
        <p className={styles.total} role="status">
          {isLooking
            ? checksText.looking
            : `${findings.length === 0 ? checksText.nothing : checksText.found(findings.length)} ${checksText.lookedAt(formatTime(takenAt))}`}
        </p>
        {repairable.length > 1 && (
          <Button
            blockedBy={blockedBy}
            onClick={() =>
              void proposeActions([
                { kind: 'repair', vm: findingSubject(repairable), findings: repairable.map(({ id }) => id) },
              ])
            }
          >
            {checksText.repairAll(repairable.length)}
          </Button>
        )}
        <Button blockedBy={blockedBy} onClick={() => void runChecks()}>
          {checksText.lookAgain}
        </Button>
      </div>
      {notes.length > 0 && (
        <ul className={styles.notes}>
          {notes.map((note) => (
            <CheckLine key={note} tone="caution">
              {note}
            </CheckLine>
          ))}
        </ul>
      )}
      {findings.length === 0 && notes.length === 0 ? (
        <EmptyState title={checksText.nothing} hint={checksText.nothingHint} />
      ) : (
        <ul className={styles.list} aria-label={checksText.list}>
          {findings.map((finding) => (
            <FindingCard key={finding.id} finding={finding} blockedBy={blockedBy} />
          ))}
        </ul>
      )}
    </section>
  );
}
