import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { QubeRecord, StartLock } from '#shared/domain/relocation.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';

/** Says on each of the qubes of a move whose job they belong to: a restarted program finds them by it. */
export const moveFeature = 'storage-move.id';
/** From R4.3 on; before, it is a feature like any other. */
export const prohibitStartFeature = 'prohibit-start';
/** What R4.2 puts on what it restores, and does not start meanwhile. */
export const restoreTag = 'backup-restore-in-progress';

const reason = (job: JobId): string => `qubes-storage job ${job} is at work on it`;

/** The mark comes first: what is locked can always be told from what others have locked. */
export async function lock(qubes: AdminQubes, vm: string, job: JobId, by: StartLock): Promise<Result<void, Failure>> {
  const marked = await qubes.setFeature(vm, moveFeature, job);
  if (!marked.ok) return marked;
  return by === 'tag' ? qubes.setTag(vm, restoreTag, true) : qubes.setFeature(vm, prohibitStartFeature, reason(job));
}

/** A person's own prohibition comes back. */
export function openLock(
  qubes: AdminQubes,
  vm: string,
  by: StartLock,
  { features }: Pick<QubeRecord, 'features'>,
): Promise<Result<void, Failure>> {
  if (by === 'tag') return qubes.setTag(vm, restoreTag, false);
  const own = features.find(({ name }) => name === prohibitStartFeature)?.value ?? null;
  return qubes.setFeature(vm, prohibitStartFeature, own);
}

/** Whether a lock is this job's. R4.2's tag does not say whose it is. */
export const isOwnLock = ({ by, text }: { readonly by: StartLock; readonly text: string }, job: JobId): boolean =>
  by === 'tag' || text === reason(job);

export async function isLocked(
  qubes: AdminQubes,
  vm: string,
  job: JobId,
  by: StartLock,
): Promise<Result<boolean, Failure>> {
  if (by === 'feature') {
    const value = await qubes.feature(vm, prohibitStartFeature);
    return value.ok ? { ok: true, value: value.value === reason(job) } : value;
  }
  const tags = await qubes.tags(vm);
  return tags.ok ? { ok: true, value: tags.value.includes(restoreTag) } : tags;
}

/** Fails where another job has marked it: that one may have nothing but this qube left. */
export async function checkMark(qubes: AdminQubes, vm: VmName, job: JobId | null): Promise<Result<void, Failure>> {
  const mark = await qubes.feature(vm, moveFeature);
  if (!mark.ok) return mark;
  if (mark.value === null || mark.value === job) return done;
  return err({ code: 'refused', blockers: [{ code: 'moved-by-other-job', vm, job: mark.value }] });
}

/** Qubes allows 31 characters; a job's id makes it one that nobody else has. */
export const copyName = (vm: VmName, job: JobId): VmName => `${vm.slice(0, 30 - job.length)}-${job}` as VmName;

/** R4.2 would take the feature, and start the qube all the same (facts §4.4). */
export async function lockOf(
  vm: string,
  { qubes }: { readonly qubes: AdminQubes },
): Promise<Result<StartLock, Failure>> {
  const found = await qubes.find(vm);
  if (!found.ok) return found;
  return { ok: true, value: (found.value?.uuid ?? null) === null ? 'tag' : 'feature' };
}
