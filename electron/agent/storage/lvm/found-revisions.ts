import type { Timestamp } from '#shared/domain/ids.ts';
import type { FoundRevision } from '../storage-backend.ts';
import { devicePath } from './lvm-commands.ts';
import type { LogicalVolume } from './lvm-report.ts';
import type { Revision } from './revisions.ts';
import { generationOf, isDirty, isPinned, noteOf, takenAtOf } from './session-tags.ts';

/** The revisions of a volume, as they are shown. What one of them alone holds, only the pool's own metadata could tell. */
export const foundRevisions = (main: LogicalVolume, revisions: readonly Revision[]): readonly FoundRevision[] =>
  revisions.map(({ volume, generation }) => ({
    id: String(generation),
    takenAt: takenAtOf(volume) ?? lvmMoment(volume.createdAt),
    sizeBytes: volume.sizeBytes,
    exclusiveBytes: null,
    isPinned: isPinned(volume),
    note: noteOf(volume) ?? null,
    isCommitted: isDirty(main) && generation === generationOf(main),
    path: devicePath(volume),
    identity: volume.uuid,
  }));

/**
 * The generation that the state of now would be kept as, and that no kept one has: a start that was cut off may have kept
 * it already.
 */
export const nextRevision = (main: LogicalVolume, revisions: readonly Revision[]): number =>
  Math.max(generationOf(main), ...revisions.map(({ generation }) => generation + 1));

/** `2026-11-23 11:47:30 +0000`, unless this machine's lvm.conf has it otherwise; null then. */
export function lvmMoment(text: string): Timestamp | null {
  const [, date, time, hours, minutes] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text) ?? [];
  if (date === undefined) return null;
  return new Date(`${date}T${time}${hours}:${minutes}`).toISOString() as Timestamp;
}
