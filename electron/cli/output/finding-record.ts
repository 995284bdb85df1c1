import type { Finding } from '#shared/domain/finding.ts';
import { remediesFor } from '#shared/rules/finding-remedies.ts';
import { findingText } from '#shared/text/finding-text.ts';

/** What became of a finding: `repaired` and `left` are said by `verify --repair` only. */
export type FindingOutcome = 'found' | 'repaired' | 'left';

/** One element of `verify --json`: the finding's own facts, what can be done, and the two sentences about it. */
export const findingRecord = (finding: Finding, outcome: FindingOutcome) => ({
  ...finding,
  outcome,
  remedies: remediesFor(finding),
  ...findingText(finding),
});
export type FindingRecord = ReturnType<typeof findingRecord>;
