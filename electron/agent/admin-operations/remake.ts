import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import { isException } from '../qubes/admin-api/is-exception.ts';
import type { AdminPorts } from './admin-ports.ts';
import { fillVolume, type FillTools } from './fill-volume.ts';
import { inTurn } from './in-turn.ts';
import { makeQube, ownQube } from './make-qube.ts';
import { keptVolumes, type Made, type Move } from './relocation-draft.ts';
import { removeOwn } from './remove-own.ts';

/** Makes it anew, with what its volumes hold up to and including `last`: never a second time onto what was half filled. */
export async function remakeUpTo(
  made: Made,
  last: RecordedVolume,
  move: Move,
  tools: FillTools,
  ports: AdminPorts,
): Promise<Result<void, Failure>> {
  const removed = await removeOwn(ownQube(made, move, tools.job), ports);
  if (!removed.ok) return removed;
  const again = await makeQube(made, move, tools.job, ports);
  if (!again.ok) return again;
  const kept = keptVolumes(move);
  return inTurn(kept.slice(0, kept.findIndex(({ name }) => name === last.name) + 1), (volume) =>
    fillVolume(made, volume, move, tools, ports),
  );
}

/** The connection ended in the middle, or without a word: what qubesd has done is not known. */
export const isDoubtful = (failure: Failure): boolean =>
  failure.code === 'admin-cut-off' ||
  failure.code === 'admin-unreachable' ||
  (failure.code === 'admin-refused' && failure.by === 'qubesd') ||
  isException(failure, 'QubesVolumeCopyTokenNotFoundError');
