import type { PlanNote } from '#shared/domain/plan.ts';
import type { AdminPorts } from './admin-ports.ts';
import type { Move } from './relocation-draft.ts';

/** What a person should know before a rename: what is kept, and what is not. */
export function renameNotes(
  { vm, name = vm, relocation: { record, references } }: Move,
  { dom0Root }: AdminPorts,
): readonly PlanNote[] {
  const revisions = record.volumes.reduce((sum, volume) => sum + volume.revisions.length, 0);
  return [
    { code: 'made-again', vm, name },
    ...(revisions === 0 ? [] : [{ code: 'revisions-go', count: revisions } as const]),
    ...(references.length === 0 ? [] : [{ code: 'references-follow', count: references.length } as const]),
    { code: 'policy-keeps-name', vm },
    ...(dom0Root === null ? [{ code: 'compared-by-size' } as const] : []),
  ];
}
