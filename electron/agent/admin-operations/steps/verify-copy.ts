import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step, StepTools } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { checkFilled } from '../fill-volume.ts';
import { inTurn } from '../in-turn.ts';
import { keptVolumes, nameOf, sourceOf, type Made, type Move } from '../relocation-draft.ts';
import { stillAsRecorded } from './check-recorded.ts';

/** The copy holds what the original does, and the original is still what was copied. */
export const verifyCopy = (made: Exclude<Made, 'final'>, move: Move, ports: AdminPorts): Step => ({
  name: 'verify',
  phase: 'verify',
  role: null,
  bytes: null,
  async run({ job, signal }) {
    const same = await stillAsRecorded(move, ports);
    return same.ok ? checkMade(made, move, { job, signal }, ports) : same;
  },
});

/** By size and use as qubesd tells them; byte by byte where that can be read, which only root in dom0 can. */
export const checkMade = (
  made: Made,
  move: Move,
  { job, signal }: { readonly job: JobId } & Pick<StepTools, 'signal'>,
  ports: AdminPorts,
): Promise<Result<void, Failure>> =>
  inTurn(keptVolumes(move), async (volume) => {
    const name = nameOf(made, move, job);
    const filled = await checkFilled(name, volume, ports);
    if (!filled.ok || ports.dom0Root === null) return filled;
    const from = sourceOf(made, move, job);
    const [source, target] = [await ports.qubes.volume(from, volume.name), await ports.qubes.volume(name, volume.name)];
    if (!source.ok) return source;
    if (!target.ok) return target;
    const compared = await ports.dom0Root.compare(
      { sourcePath: source.value.path, targetPath: target.value.path, sizeBytes: volume.sizeBytes },
      { signal },
    );
    return compared.ok ? done : compared;
  });
