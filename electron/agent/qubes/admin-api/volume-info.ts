import type { Bytes } from '#shared/base/bytes.ts';
import { keyValues } from './read-lines.ts';
import { readByteCount } from './read-byte-count.ts';

/** What qubesd says of one volume of a VM. */
export interface VolumeInfo {
  readonly pool: string;
  /** Empty where the VM has none, such as the kernel of one that brings its own. */
  readonly vid: string;
  readonly sizeBytes: Bytes | null;
  readonly usedBytes: Bytes | null;
  /** The vid of the volume of which this one is made at every start; empty for others. */
  readonly source: string;
  /** The device or the image, in dom0. */
  readonly path: string;
  readonly isWritable: boolean;
  /** -1: none, and the VM runs on the volume itself. */
  readonly revisionsToKeep: number;
  /** Encrypted with a key that is forgotten at the next stop. */
  readonly isEphemeral: boolean;
  /** Its own data, kept over a restart. */
  readonly saveOnStop: boolean;
  /** Made from `source` at every start. */
  readonly snapOnStart: boolean;
  /** The source has changed since the VM was started. */
  readonly isOutdated: boolean;
}

/** What every version tells of every volume, the last of it near the end of the reply. */
const alwaysTold = ['pool', 'vid', 'size', 'usage', 'rw', 'source', 'path', 'save_on_stop', 'snap_on_start'] as const;

/**
 * Older servers leave other fields out, later ones add some. undefined: a reply that was cut off between two lines, which
 * nothing else tells.
 */
export function readVolumeInfo(lines: readonly string[]): VolumeInfo | undefined {
  const fields = keyValues(lines);
  if (!alwaysTold.every((key) => fields.has(key))) return undefined;
  const is = (key: string): boolean => fields.get(key) === 'True';
  return {
    pool: fields.get('pool') ?? '',
    vid: fields.get('vid') ?? '',
    sizeBytes: readByteCount(fields.get('size')),
    usedBytes: readByteCount(fields.get('usage')),
    source: fields.get('source') ?? '',
    path: fields.get('path') ?? '',
    isWritable: is('rw'),
    revisionsToKeep: Number(fields.get('revisions_to_keep') ?? 1),
    isEphemeral: is('ephemeral'),
    saveOnStop: is('save_on_stop'),
    snapOnStart: is('snap_on_start'),
    isOutdated: is('is_outdated'),
  };
}
