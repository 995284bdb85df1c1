import { bytes, type Bytes } from '../base/bytes.ts';
import type { Pool } from '../domain/pool.ts';

/** What the pool has room for. A pool of unknown size has room for nothing that one could promise. */
export const freeBytesOf = ({ sizeBytes, usedBytes }: Pool): Bytes =>
  bytes(sizeBytes === null || usedBytes === null ? 0 : Math.max(0, sizeBytes - usedBytes));
