import type { LogicalVolume } from './lvm-report.ts';
import { ownerOf, type Owner } from './ownership-tags.ts';
import { isPinned, revisionOf } from './session-tags.ts';
import { slotKey } from './volume-names.ts';

export interface Revision {
  readonly volume: LogicalVolume;
  readonly generation: number;
}

/** The kept older states of a VM's volume, the oldest first. */
export const revisionsOf = (report: readonly LogicalVolume[], owner: Owner): readonly Revision[] =>
  revisionsByMain(report).get(slotKey(owner)) ?? [];

/** Those of every volume, by the name of the volume that they are of. */
export function revisionsByMain(report: readonly LogicalVolume[]): ReadonlyMap<string, readonly Revision[]> {
  const byMain = new Map<string, Revision[]>();
  for (const volume of report) {
    const generation = revisionOf(volume);
    const owner = generation === undefined ? undefined : ownerOf(volume);
    if (generation === undefined || owner === undefined) continue;
    const name = slotKey(owner);
    byMain.set(name, [...(byMain.get(name) ?? []), { volume, generation }]);
  }
  for (const revisions of byMain.values()) revisions.sort((one, other) => one.generation - other.generation);
  return byMain;
}

/** What goes when only the newest `keep` stay, and those that a person has pinned. */
export function surplusRevisions(revisions: readonly Revision[], keep: number): readonly Revision[] {
  const unpinned = revisions.filter(({ volume }) => !isPinned(volume));
  return unpinned.slice(0, Math.max(0, unpinned.length - keep));
}
