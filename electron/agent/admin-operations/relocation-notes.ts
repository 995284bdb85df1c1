import type { PlanNote } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { PoolInfo } from '../qubes/admin-api/pool-info.ts';
import type { AdminPorts } from './admin-ports.ts';
import { sharesBlocks } from './pools-of-move.ts';
import { moveOf } from './relocation-draft.ts';

/** What a person should know before a move: what is lost by it, and what it takes. */
export function relocationNotes(
  draft: DraftOf<'migrate'>,
  vm: Vm,
  target: PoolInfo,
  pool: Pool,
  { dom0, dom0Root }: AdminPorts,
): readonly PlanNote[] {
  const { record, references } = moveOf(draft).relocation;
  const revisions = record.volumes.reduce((sum, volume) => sum + volume.revisions.length, 0);
  const root = vm.volumes.find(({ role }) => role === 'root');
  return [
    { code: 'original-goes', pool: pool.name },
    ...(revisions === 0 ? [] : [{ code: 'revisions-go', count: revisions } as const]),
    { code: 'identity-changes' },
    ...(root?.state.kind === 'from-template'
      ? [{ code: 'root-stays', template: root.state.template, pool: root.pool ?? '' } as const]
      : []),
    ...(references.length === 0 ? [] : [{ code: 'references-follow', count: references.length } as const]),
    ...(target.driver === 'file' ? [{ code: 'qubesd-busy', pool: pool.name } as const] : []),
    ...(sharesBlocks(target) ? [] : [{ code: 'copied-twice', pool: pool.name } as const]),
    ...(dom0 === null ? [{ code: 'session-end-unseen' } as const] : []),
    ...(dom0Root === null ? [{ code: 'compared-by-size' } as const] : []),
  ];
}
