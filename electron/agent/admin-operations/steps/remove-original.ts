import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step, StepTools } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { findReferences, referenceText } from '../find-references.ts';
import { checkCopyWhole } from '../make-qube.ts';
import { isLocked, moveFeature } from '../move-marks.ts';
import { keptVolumes, type Made, type Move } from '../relocation-draft.ts';
import { whatIsLeft } from '../remove-own.ts';
import { stillAsRecorded } from './check-recorded.ts';

/** What takes its place. */
type Copy = Exclude<Made, 'final'>;

/** From here on the copy is all that there is of it, and the job only goes forward. */
export const removeOriginal = (made: Copy, move: Move, ports: AdminPorts): Step => ({
  name: 'remove-original',
  phase: 'switch',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run(tools) {
    const state = await stateOfOriginal(move, tools.job, ports);
    // What cannot be asked may have been removed by the run before.
    if (!state.ok) return tools.remembered === undefined ? state : uncertain;
    if (state.value === 'somebody-else') return uncertain;
    if (state.value === 'there') {
      const removed = await remove(made, move, tools, ports);
      if (!removed.ok) return removed;
    }
    return tellWhatIsLeft(move, tools, ports);
  },
});

const uncertain: Result<never, Failure> = err({ code: 'switch-uncertain', path: 'qubesd' });

/** Whoever has the name without the job's mark came after the original went. */
async function stateOfOriginal(
  { vm }: Move,
  job: JobId,
  { qubes }: AdminPorts,
): Promise<Result<'there' | 'gone' | 'somebody-else', Failure>> {
  const found = await qubes.find(vm);
  if (!found.ok) return found;
  if (found.value === undefined) return { ok: true, value: 'gone' };
  const mark = await qubes.feature(vm, moveFeature);
  return mark.ok ? { ok: true, value: mark.value === job ? 'there' : 'somebody-else' } : mark;
}

async function remove(
  made: Copy,
  move: Move,
  { job, remember }: Pick<StepTools, 'job' | 'remember'>,
  ports: AdminPorts,
): Promise<Result<void, Failure>> {
  const { vm, relocation } = move;
  const locked = await isLocked(ports.qubes, vm, job, relocation.lock);
  if (!locked.ok) return locked;
  // Somebody took the lock off, and may have written to it since.
  if (!locked.value) return err({ code: 'vm-changed', vm });
  const same = await stillAsRecorded(move, ports);
  if (!same.ok) return same;
  const whole = await checkCopyWhole(made, move, job, ports);
  if (!whole.ok) return whole;
  const references = await findReferences(ports.qubes, vm);
  if (!references.ok) return references;
  if (references.value.length > 0) {
    return err({ code: 'still-referred-to', vm, by: references.value.map(referenceText) });
  }
  remember({ removing: true });
  const removed = await ports.qubes.remove(vm);
  if (removed.ok) return removed;
  const state = await stateOfOriginal(move, job, ports);
  if (!state.ok) return uncertain;
  if (state.value === 'gone') return done;
  // After an exception, or a connection that ended without a word, qubesd is not at it any more.
  const isOver = removed.error.code === 'admin-exception' || removed.error.code === 'admin-refused';
  return isOver && state.value === 'there' ? removed : uncertain;
}

/** qubesd says that it was removed also when its volumes were not (facts T9). */
async function tellWhatIsLeft(
  move: Move,
  { tell }: Pick<StepTools, 'tell'>,
  ports: AdminPorts,
): Promise<Result<void, Failure>> {
  const left = await whatIsLeft(keptVolumes(move), ports);
  tell(left.map((one) => ({ code: 'volumes-left', vm: move.vm, ...one })));
  return done;
}
