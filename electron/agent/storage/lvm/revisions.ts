import type { LogicalVolume } from './lvm-report.ts';
import { ownerOf, type Owner } from './ownership-tags.ts';
import { isPinned, revisionOf } from './session-tags.ts';

export interface Revision {
  readonly volume: LogicalVolume;
  readonly generation: number;
}

/** The kept older states of a VM's volume, the oldest first. */
export function revisionsOf(report: readonly LogicalVolume[], { vm, role }: Owner): readonly Revision[] {
  const revisions = report.flatMap((volume) => {
    const owner = ownerOf(volume);
    const generation = revisionOf(volume);
    return generation === undefined || owner?.vm !== vm || owner.role !== role ? [] : [{ volume, generation }];
  });
  return revisions.sort((one, other) => one.generation - other.generation);
}

/** What goes when only the newest `keep` stay, and those that a person has pinned. */
export function surplusRevisions(revisions: readonly Revision[], keep: number): readonly Revision[] {
  const unpinned = revisions.filter(({ volume }) => !isPinned(volume));
  return unpinned.slice(0, Math.max(0, unpinned.length - keep));
}
