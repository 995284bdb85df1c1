import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { activateVolume, changeTags, createInactiveSnapshot, devicePath } from './lvm-commands.ts';
import { isActive, isOpen, type LogicalVolume } from './lvm-report.ts';
import { roleTag, vmTag, type Owner } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { revisionsOf, surplusRevisions } from './revisions.ts';
import {
  dirtyTag,
  generationOf,
  generationTag,
  generationTags,
  isDirty,
  isPinned,
  revisionsToKeep,
  revisionTag,
} from './session-tags.ts';
import { revisionName } from './volume-names.ts';

/** A VM's own volume, and everything else that lvm2 told of in the same look. */
export interface OwnVolume {
  readonly owner: Owner;
  readonly main: LogicalVolume;
  readonly report: readonly LogicalVolume[];
}

/**
 * A session of a VM's own volume begins by keeping what is as a revision, then by marking the volume dirty, in this order:
 * nobody has written to a volume that is not dirty since its revision was made. It ends with one commit of lvm2's metadata
 * that counts the session and takes the mark off.
 */
export async function beginSession(runner: CommandRunner, own: OwnVolume): Promise<Result<void, Failure>> {
  const { main } = own;
  if (isOpen(main)) return err({ code: 'volume-in-use', volume: devicePath(main) });
  // What a crashed guest wrote is the VM's state now, as it is for a machine whose power was cut.
  const ended = await endSession(runner, own);
  if (!ended.ok) return ended;
  const kept = await keepState(runner, own, generationOf(main) + (isDirty(main) ? 1 : 0));
  if (!kept.ok) return kept;
  const marked = await runner.run(changeTags(main, { add: [dirtyTag] }));
  if (!marked.ok) return marked;
  const active = isActive(main) ? marked : await runner.run(activateVolume(main));
  return active.ok ? done : active;
}

async function keepState(
  runner: CommandRunner,
  { owner, main, report }: OwnVolume,
  generation: number,
): Promise<Result<void, Failure>> {
  // A start that was cut off before the mark left it. Others may have changed the volume since, though no guest has.
  const stale = revisionsOf(report, owner).find((revision) => revision.generation === generation)?.volume;
  if (stale !== undefined && isPinned(stale)) return done;
  const removed = stale === undefined ? done : await removeThinVolume(runner, stale);
  if (!removed.ok) return removed;
  const tags = [vmTag(owner.vm), roleTag(owner.role), revisionTag(generation)];
  const kept = await runner.run(createInactiveSnapshot(main, revisionName(main.name, generation), tags));
  return kept.ok ? done : kept;
}

/** Commits what was written; that there is no session is fine. Of the revisions the newest `keep` stay, and the pinned. */
export async function endSession(
  runner: CommandRunner,
  { owner, main, report }: OwnVolume,
  keep = revisionsToKeep(main),
): Promise<Result<void, Failure>> {
  if (!isDirty(main)) return done;
  const next = generationTag(generationOf(main) + 1);
  const tags = { add: [next], remove: [dirtyTag, ...generationTags(main)] };
  const committed = await runner.run(changeTags(main, tags));
  if (!committed.ok) return committed;
  for (const { volume } of surplusRevisions(revisionsOf(report, owner), keep)) {
    const removed = await removeThinVolume(runner, volume);
    if (!removed.ok) return removed;
  }
  return done;
}

/** Takes the beginning of a session back in which nothing was written. */
export async function undoSession(
  runner: CommandRunner,
  { owner, main, report }: OwnVolume,
): Promise<Result<void, Failure>> {
  if (!isDirty(main)) return done;
  const unmarked = await runner.run(changeTags(main, { remove: [dirtyTag] }));
  if (!unmarked.ok) return unmarked;
  const generation = generationOf(main);
  const revision = revisionsOf(report, owner).find((one) => one.generation === generation)?.volume;
  return revision === undefined || isPinned(revision) ? done : removeThinVolume(runner, revision);
}
