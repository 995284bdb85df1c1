import type { Action } from '#shared/domain/action.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { remediesFor } from '#shared/rules/finding-remedies.ts';
import { findingSubject } from '#shared/rules/finding-subject.ts';
import { checksText } from '#shared/text/checks-text.ts';
import { findingText } from '#shared/text/finding-text.ts';
import { proposeActions } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import styles from './ChecksView.module.css';

interface FindingCardProps {
  readonly finding: Finding;
  readonly blockedBy: string | null;
}

interface Remedy {
  readonly text: string;
  readonly action: Action;
}

export function FindingCard({ finding, blockedBy }: FindingCardProps) {
  const { what, remedy } = findingText(finding);
  return (
    <li className={styles.card}>
      <div className={styles.text}>
        <p className={styles.head}>
          <strong>{finding.vm ?? checksText.noVm}</strong> <span className={styles.id}>{finding.id}</span>
        </p>
        <p>{what}</p>
        <p className={styles.remedy}>{remedy}</p>
      </div>
      <div className={styles.acts}>
        {actsOn(finding).map(({ text, action }) => (
          <Button
            key={text}
            size="small"
            blockedBy={blockedBy}
            aria-label={checksText.ofFinding(text, finding.id)}
            onClick={() => void proposeActions([action])}
          >
            {text}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** A button for each thing that can be done about it; which those are is a rule. */
function actsOn(finding: Finding): readonly Remedy[] {
  const vm = findingSubject([finding]);
  return remediesFor(finding).flatMap((remedy): readonly Remedy[] => {
    switch (remedy) {
      case 'repair':
        return [{ text: checksText.repair, action: { kind: 'repair', vm, findings: [finding.id] } }];
      case 'remove':
        return [{ text: checksText.remove, action: { kind: 'remove-stray', vm, finding: finding.id } }];
      case 'adopt':
        return finding.code === 'orphan-volume'
          ? finding.candidates.map((candidate) => ({
              text: checksText.adopt(candidate),
              action: { kind: 'adopt-stray', vm: candidate, finding: finding.id },
            }))
          : [];
    }
  });
}
