import type { JobId, PoolId, VmName } from '#shared/domain/ids.ts';
import type { QubeRecord, RecordedVolume, Relocation } from '#shared/domain/relocation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import { copyName } from './move-marks.ts';

/** What the steps of a move are made from. */
export interface Move {
  readonly vm: VmName;
  /** That of a clone, and the new one of a rename. */
  readonly name?: VmName;
  /** The pool for all of its own volumes; null leaves each in the pool that it is in. */
  readonly pool: PoolId | null;
  /** By volume, before `pool`. */
  readonly pools?: Readonly<Partial<Record<string, PoolId>>>;
  /** In what it is made to differ from what was recorded. */
  readonly changes?: Partial<Pick<QubeRecord, 'class' | 'label' | 'properties' | 'features'>>;
  readonly relocation: Relocation;
}

/**
 * What is made: a move's copy under a name of its own, from that one the one that gets the old name; or at once one of the
 * name that a person chose, a clone or what a renamed qube becomes.
 */
export type Made = 'copy' | 'final' | 'clone';

export function nameOf(made: Made, { vm, name = vm }: Pick<Move, 'vm' | 'name'>, job: JobId): VmName {
  if (made === 'copy') return copyName(vm, job);
  return made === 'final' ? vm : name;
}

/** What its volumes are made of. */
export const sourceOf = (made: Made, move: Move, job: JobId): VmName =>
  made === 'final' ? nameOf('copy', move, job) : move.vm;

export const poolFor = (
  { pool, pools = {} }: Pick<Move, 'pool' | 'pools'>,
  volume: Pick<RecordedVolume, 'name' | 'pool'>,
): string => pools[volume.name] ?? pool ?? volume.pool;

/** What is made has all of this. */
export const wantedRecord = ({ relocation: { record }, changes }: Move): QubeRecord => ({ ...record, ...changes });

/** Of a plan of this system, which always says it all. */
export function moveOf({ vm, action, relocation }: DraftOf<'migrate'>): Move {
  if (relocation === null || action.pool === undefined) throw new Error('no plan of R4');
  return { vm, pool: action.pool, relocation };
}

/** Those that hold something; the others are made anew at every start. */
export const keptVolumes = ({ relocation }: Move): readonly RecordedVolume[] =>
  relocation.record.volumes.filter(({ isKept }) => isKept);
