import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { AdminPorts } from './admin-ports.ts';
import { removeMade } from './make-qube.ts';
import { nameOf, type Made, type Move } from './relocation-draft.ts';

/** Takes back the making of a qube. Volumes that qubesd leaves behind are a failure of that. */
export async function undoMade(made: Made, move: Move, job: JobId, ports: AdminPorts): Promise<Result<void, Failure>> {
  const left = await removeMade(made, move, job, ports);
  if (!left.ok) return left;
  const [first] = left.value;
  return first === undefined ? done : err({ code: 'volumes-left', vm: nameOf(made, move, job), ...first });
}
