import type { Plan, PlanNote } from '#shared/domain/plan.ts';
import { actText } from '#shared/text/act-text.ts';
import { planNoteText } from '#shared/text/plan-note-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import styles from './PlanChecks.module.css';

const toneOf = (note: PlanNote): 'positive' | 'caution' | 'critical' | 'neutral' => {
  if (note.code === 'now-is-lost') return 'critical';
  if (note.code === 'near-gate') return 'caution';
  return note.code === 'originals-kept' ? 'positive' : 'neutral';
};

interface PlanChecksProps {
  readonly plan: Plan;
}

/** Why one plan is safe, and what it leaves as it is. */
export function PlanChecks({ plan }: PlanChecksProps) {
  return (
    <ul className={styles.checks}>
      <CheckLine tone="positive">{actText.heldForNow}</CheckLine>
      {plan.copyBytes > 0 && <CheckLine tone="positive">{actText.verified}</CheckLine>}
      {[...plan.removes, ...plan.removesFolders].map(({ path, usedBytes }) => (
        <CheckLine key={path} tone="critical">
          {actText.removes(path, usedBytes)}
        </CheckLine>
      ))}
      {plan.notes.map((note) => (
        <CheckLine key={note.code} tone={toneOf(note)}>
          {planNoteText(note)}
        </CheckLine>
      ))}
    </ul>
  );
}
