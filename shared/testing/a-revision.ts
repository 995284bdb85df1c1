import { gib } from '../base/bytes.ts';
import type { Revision } from '../domain/volume.ts';
import type { Timestamp } from '../domain/ids.ts';

/** An older state of an LVM volume, not pinned. */
export const aRevision = (facts: Partial<Revision> = {}): Revision => ({
  id: '3',
  takenAt: '2026-11-22T09:30:00.000Z' as Timestamp,
  sizeBytes: gib(2),
  exclusiveBytes: null,
  isPinned: false,
  note: null,
  isCommitted: false,
  ...facts,
});

/** Of a volume that nothing is kept of. */
export const withoutHistory = { isDirty: false, isOutdated: false, revisions: null, revisionsToKeep: null };
