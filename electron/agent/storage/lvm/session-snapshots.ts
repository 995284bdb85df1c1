import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { committedVolume } from './committed-volume.ts';
import { createSnapshot, devicePath } from './lvm-commands.ts';
import { isOpen, type LogicalVolume } from './lvm-report.ts';
import { ownerOf, roleTag, vmTag, type Owner } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { fromOf, fromTag } from './session-tags.ts';

/**
 * Volumes that last for one session: the root of a template-based VM, and both volumes of a DisposableVM. Each is a thin
 * snapshot of another VM's committed state, and is tagged with which one that is.
 */
export async function makeSessionSnapshot(
  runner: CommandRunner,
  report: readonly LogicalVolume[],
  { owner, name }: { readonly owner: Owner; readonly name: string },
  source: Owner,
): Promise<Result<void, Failure>> {
  const committed = committedVolume(report, source);
  if (committed === undefined) return err({ code: 'nothing-committed', vm: source.vm, role: source.role });
  const inTheWay = report.filter((volume) => volume.vg === committed.volume.vg && volume.name === name);
  for (const leftover of new Set([...inTheWay, ...sessionSnapshots(report, owner)])) {
    const dropped = await dropLeftover(runner, leftover, owner);
    if (!dropped.ok) return dropped;
  }
  const tags = [vmTag(owner.vm), roleTag(owner.role), fromTag(committed.state)];
  const created = await runner.run(createSnapshot(committed.volume, name, tags));
  return created.ok ? done : created;
}

/** What was made for a session of this VM's role; whatever lacks the tag may be somebody's only copy. */
export const sessionSnapshots = (report: readonly LogicalVolume[], { vm, role }: Owner): readonly LogicalVolume[] =>
  report.filter((volume) => {
    const owner = ownerOf(volume);
    return owner?.vm === vm && owner.role === role && fromOf(volume) !== undefined;
  });

/** Of a crash, or of the original patch set, whose snapshots have no tags. */
function dropLeftover(runner: CommandRunner, leftover: LogicalVolume, owner: Owner): Promise<Result<void, Failure>> {
  const volume = devicePath(leftover);
  const isUntagged = ownerOf(leftover) === undefined && leftover.originUuid !== null;
  const isOurs = isUntagged || sessionSnapshots([leftover], owner).length > 0;
  if (!isOurs) return Promise.resolve(err({ code: 'not-for-a-session', vm: owner.vm, volume }));
  return isOpen(leftover)
    ? Promise.resolve(err({ code: 'volume-in-use', volume }))
    : removeThinVolume(runner, leftover);
}
