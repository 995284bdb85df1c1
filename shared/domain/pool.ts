import * as z from 'zod';
import { bytesSchema, fractionSchema, poolIdSchema } from './ids.ts';

/** From the kernel's own status and lvm2's attributes; `unavailable`: a part of its volume group is missing. */
export const poolHealths = ['ok', 'read-only', 'out-of-data', 'needs-check', 'failed', 'unavailable'] as const;
export const poolHealthSchema = z.enum(poolHealths);
export type PoolHealth = z.infer<typeof poolHealthSchema>;

/** What R4 has a default pool for; each of the others follows that for `all` until it is chosen by itself. */
export const poolUses = ['all', 'root', 'private', 'volatile', 'kernel'] as const;
export const poolUseSchema = z.enum(poolUses);
export type PoolUse = z.infer<typeof poolUseSchema>;

const thinFigures = {
  /** The unit in which the pool hands out space. */
  chunkBytes: bytesSchema,
  /** The unit of volume sizes. */
  extentBytes: bytesSchema,
  /** What the volume group could still give to the pool. */
  volumeGroupFreeBytes: bytesSchema,
  /** lvm2's thin_pool_autoextend_threshold as a share; 1 is off. */
  autoextendThresholdFraction: fractionSchema,
};

const thinPoolSchema = z.object({
  driver: z.literal('lvm_thin'),
  metadataSizeBytes: bytesSchema,
  metadataUsedBytes: bytesSchema,
  ...thinFigures,
});

const fileDirectorySchema = z.object({ driver: z.literal('file') });

const common = z.object({
  id: poolIdSchema,
  /** `VG/POOL`, the directory, or the name that R4 gave to it. */
  name: z.string(),
  /** Sum of the size limits of the volumes in it. */
  promisedBytes: bytesSchema,
  volumeCount: z.number().int().nonnegative(),
});

const measuredPoolSchema = z
  .discriminatedUnion('driver', [thinPoolSchema, fileDirectorySchema])
  .and(common)
  .and(z.object({ sizeBytes: bytesSchema, usedBytes: bytesSchema, health: poolHealthSchema }));

/** A pool as qubesd tells of it, to anybody who may ask: null is what it does not know or may not say. */
const reportedPoolSchema = common.extend({
  /** R4's name: `lvm_thin`, `file`, `file-reflink`, `zfs` and whatever else is installed. */
  driver: z.string(),
  /** qubesd does not tell. */
  health: z.literal('unknown'),
  /** What LVM tells of it beside that; null where there is no LVM to ask, or only dom0's root may. */
  thin: z.object({ health: poolHealthSchema, ...thinFigures }).nullable(),
  sizeBytes: bytesSchema.nullable(),
  usedBytes: bytesSchema.nullable(),
  metadataSizeBytes: bytesSchema.nullable(),
  metadataUsedBytes: bytesSchema.nullable(),
  /** The pool whose space this one lives in, so that it must not be counted again. */
  includedIn: poolIdSchema.nullable(),
  /** Volumes in it that look like a VM's and are of none; null where not all VMs may be seen. */
  orphans: z.array(z.string()).readonly().nullable(),
  /** For which new volumes it is taken where nobody names one; null where that may not be read. */
  defaultFor: z.array(poolUseSchema).readonly().nullable(),
});

export const poolSchema = z.union([measuredPoolSchema, reportedPoolSchema]).readonly();
export type Pool = z.infer<typeof poolSchema>;
export type MeasuredPool = Exclude<Pool, { readonly health: 'unknown' }>;
export type ThinPool = Extract<Pool, { readonly driver: 'lvm_thin' }>;
export type ReportedPool = Extract<Pool, { readonly health: 'unknown' }>;
