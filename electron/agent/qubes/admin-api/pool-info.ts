import type { Bytes } from '#shared/base/bytes.ts';
import { readByteCount } from './read-byte-count.ts';
import { keyValues } from './read-lines.ts';

/** What qubesd says of a pool, without how full it is. */
export interface PoolInfo {
  readonly driver: string;
  /** Of a thin pool: what it is called in LVM. */
  readonly volumeGroup: string | null;
  readonly thinPool: string | null;
  /** Of a pool of image files. */
  readonly dirPath: string | null;
  /** Clones of image files share their blocks there: otherwise each is a copy. */
  readonly canReflink: boolean;
  /** The pool that holds this one; null for one that has its own space. */
  readonly includedIn: string | null;
  readonly sizeBytes: Bytes | null;
  readonly usedBytes: Bytes | null;
}

export function readPoolInfo(lines: readonly string[]): PoolInfo {
  const fields = keyValues(lines);
  return {
    driver: fields.get('driver') ?? '',
    volumeGroup: fields.get('volume_group') ?? null,
    thinPool: fields.get('thin_pool') ?? null,
    dirPath: fields.get('dir_path') ?? null,
    canReflink: fields.get('driver') === 'file-reflink' && fields.get('setup_check') !== 'False',
    includedIn: fields.get('included_in') ?? null,
    sizeBytes: readByteCount(fields.get('size')),
    usedBytes: readByteCount(fields.get('usage')),
  };
}

export interface PoolUsage {
  readonly sizeBytes: Bytes | null;
  readonly usedBytes: Bytes | null;
  /** Only thin pools have any. */
  readonly metadataSizeBytes: Bytes | null;
  readonly metadataUsedBytes: Bytes | null;
}

/** The reply may be empty: a pool of kernels has no use. */
export function readPoolUsage(lines: readonly string[]): PoolUsage {
  const fields = keyValues(lines);
  return {
    sizeBytes: readByteCount(fields.get('data_size')),
    usedBytes: readByteCount(fields.get('data_usage')),
    metadataSizeBytes: readByteCount(fields.get('metadata_size')),
    metadataUsedBytes: readByteCount(fields.get('metadata_usage')),
  };
}
