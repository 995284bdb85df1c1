import type { InPlace, PlacedMove } from '#shared/domain/in-place-move.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { Relocation } from '#shared/domain/relocation.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import type { DraftOf } from '../../operations/plan-draft.ts';
import type { SeenVolume, ThinLook } from '../../storage/thin-volumes.ts';

/** What the steps of a move in place are made from. */
export interface InPlaceMove {
  readonly vm: VmName;
  readonly pool: PoolId;
  readonly relocation: Relocation;
  readonly inPlace: InPlace;
}

/** Of a plan that says so. */
export function inPlaceMoveOf({ vm, action, relocation }: DraftOf<'migrate'>): InPlaceMove {
  const inPlace = relocation?.inPlace ?? null;
  if (relocation === null || inPlace === null || action.pool === undefined) throw new Error('no plan of such a move');
  return { vm, pool: action.pool, relocation, inPlace };
}

/** Everything that the registry says of another place afterwards. */
export const placedMoves = ({ inPlace: { copied, volatile } }: InPlaceMove): readonly PlacedMove[] => [
  ...copied.map(({ name, from, to }) => ({ name, from, to })),
  ...volatile,
];

export const reversed = (moves: readonly PlacedMove[]): readonly PlacedMove[] =>
  moves.map(({ name, from, to }) => ({ name, from: to, to: from }));

export const byUuid = ({ volumes }: ThinLook, uuid: string): SeenVolume | undefined =>
  [...volumes.values()].find((volume) => volume.uuid === uuid);

/** What the job has made for this volume, whatever it is called by now. */
export const madeFor = ({ volumes }: ThinLook, vm: VmName, role: VolumeRole, job: JobId): SeenVolume | undefined =>
  [...volumes.values()].find(({ job: of, owner }) => of === job && owner?.vm === vm && owner.role === role);
