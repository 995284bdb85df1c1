import type { Bytes } from '../base/bytes.ts';
import type { Pool } from '../domain/pool.ts';

/** The pool's record of what is where; null where it keeps none, or nobody tells. */
export function poolMetadata(pool: Pool): { readonly sizeBytes: Bytes; readonly usedBytes: Bytes } | null {
  if (!('metadataSizeBytes' in pool)) return null;
  const { metadataSizeBytes: sizeBytes, metadataUsedBytes: usedBytes } = pool;
  return sizeBytes === null || usedBytes === null ? null : { sizeBytes, usedBytes };
}
