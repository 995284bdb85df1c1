import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { QubeRecord } from '#shared/domain/relocation.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { carriedFeatures, carriedTags } from '../carry-over.ts';
import { recordQube } from '../record-qube.ts';
import type { Move } from '../relocation-draft.ts';

/** A job may begin long after its plan, or again after a crash: looks whether the qube still is what was recorded. */
export const checkRecorded = (move: Move, ports: AdminPorts): Step => ({
  name: 'check',
  phase: 'check',
  role: null,
  bytes: null,
  isCheckedAgain: true,
  run: () => stillAsRecorded(move, ports),
});

export async function stillAsRecorded({ vm, relocation }: Move, { qubes }: AdminPorts): Promise<Result<void, Failure>> {
  const found = await qubes.find(vm);
  if (!found.ok) return found;
  if (found.value === undefined) return err({ code: 'vm-not-found', vm });
  const { power, uuid } = found.value;
  if (power !== 'halted') return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
  const now = await recordQube(qubes, { name: vm, class: relocation.record.class, uuid });
  if (!now.ok) return now;
  return comparable(now.value) === comparable(relocation.record) ? done : err({ code: 'vm-changed', vm });
}

/** Without what the job itself changes of it, and without figures that qubesd tells half a minute late (facts T7). */
export function comparable(record: QubeRecord): string {
  const volumes = record.volumes.map((volume) => ({ ...volume, usedBytes: 0 }));
  const features = carriedFeatures(record);
  return JSON.stringify({ ...record, features, tags: carriedTags(record), isOfPackage: false, volumes });
}
