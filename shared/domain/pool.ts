import { z } from 'zod';
import { bytesSchema, fractionSchema, poolIdSchema } from './ids.ts';

export const poolDrivers = ['file', 'lvm_thin'] as const;

/** From the kernel's own status and lvm2's attributes; `unavailable`: a part of its volume group is missing. */
export const poolHealths = ['ok', 'read-only', 'out-of-data', 'needs-check', 'failed', 'unavailable'] as const;
export const poolHealthSchema = z.enum(poolHealths);
export type PoolHealth = z.infer<typeof poolHealthSchema>;

const thinPoolSchema = z.object({
  driver: z.literal('lvm_thin'),
  metadataSizeBytes: bytesSchema,
  metadataUsedBytes: bytesSchema,
  /** The unit in which the pool hands out space. */
  chunkBytes: bytesSchema,
  /** The unit of volume sizes. */
  extentBytes: bytesSchema,
  /** What the volume group could still give to the pool. */
  volumeGroupFreeBytes: bytesSchema,
  /** lvm2's thin_pool_autoextend_threshold as a share; 1 is off. */
  autoextendThresholdFraction: fractionSchema,
});

const fileDirectorySchema = z.object({ driver: z.literal('file') });

export const poolSchema = z
  .discriminatedUnion('driver', [thinPoolSchema, fileDirectorySchema])
  .and(
    z.object({
      id: poolIdSchema,
      /** `VG/POOL`, or the directory. */
      name: z.string(),
      sizeBytes: bytesSchema,
      usedBytes: bytesSchema,
      /** Sum of the size limits of the volumes in it. */
      promisedBytes: bytesSchema,
      volumeCount: z.number().int().nonnegative(),
      health: poolHealthSchema,
    }),
  )
  .readonly();
export type Pool = z.infer<typeof poolSchema>;
export type ThinPool = Extract<Pool, { readonly driver: 'lvm_thin' }>;
