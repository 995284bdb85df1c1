import type { StorageKind, StorageType } from '#shared/domain/volume.ts';

/** What a plan of core-2 says of a volume: R4 has drivers that are neither of its two kinds, and plans of its own. */
export function core2Storage(kind: StorageKind | undefined): StorageType {
  if (kind === undefined || kind === 'other') throw new Error('no plan of core-2');
  return kind;
}
