import type { JobId, PoolId, VmName } from '#shared/domain/ids.ts';
import type { Relocation, RecordedVolume } from '#shared/domain/relocation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import { copyName } from './move-marks.ts';

/** What the steps of a move are made from. */
export interface Move {
  readonly vm: VmName;
  /** The pool that all of its own volumes move to. */
  readonly pool: PoolId;
  readonly relocation: Relocation;
}

/** The two qubes that a move makes: a copy under a name of its own, and from that one the one that gets the old name. */
export type Made = 'copy' | 'final';

export const nameOf = (made: Made, { vm }: Pick<Move, 'vm'>, job: JobId): VmName =>
  made === 'copy' ? copyName(vm, job) : vm;

/** Of a plan of this system, which always says it all. */
export function moveOf({ vm, action, relocation }: DraftOf<'migrate'>): Move {
  if (relocation === null || action.pool === undefined) throw new Error('no plan of R4');
  return { vm, pool: action.pool, relocation };
}

/** Those that hold something; the others are made anew at every start. */
export const keptVolumes = ({ relocation }: Move): readonly RecordedVolume[] =>
  relocation.record.volumes.filter(({ isKept }) => isKept);
