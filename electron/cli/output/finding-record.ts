import type { Finding } from '#shared/domain/finding.ts';
import { findingText } from '#shared/text/finding-text.ts';

/** One element of `verify --json`: the finding's own facts, and the two sentences about it. */
export const findingRecord = (finding: Finding) => ({ ...finding, ...findingText(finding) });
