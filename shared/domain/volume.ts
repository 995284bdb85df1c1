import * as z from 'zod';
import { bytesSchema, poolIdSchema, timestampSchema, vmNameSchema } from './ids.ts';

/** core-2's kinds of storage: image files, or LVM thin volumes. */
export const storageTypes = ['file', 'lvm'] as const;
export const storageTypeSchema = z.enum(storageTypes);
export type StorageType = z.infer<typeof storageTypeSchema>;

/** The same two for R4, whatever driver keeps the image files; `other` is a driver of neither kind, such as zfs. */
export const storageKindSchema = z.enum([...storageTypes, 'other']);
export type StorageKind = z.infer<typeof storageKindSchema>;

export const volumeRoles = ['root', 'private', 'volatile', 'kernel'] as const;
export const volumeRoleSchema = z.enum(volumeRoles);
export type VolumeRole = z.infer<typeof volumeRoleSchema>;

const volumeStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('present'),
    /** The size limit that the guest sees. */
    sizeBytes: bytesSchema,
    /** What it holds in its pool; blocks shared with snapshots included. */
    usedBytes: bytesSchema,
    /** Somebody has it open: a guest, a mount or a loop device. */
    isOpen: z.boolean(),
  }),
  /** Made from the template's at every start: it has nothing of its own. */
  z.object({ kind: z.literal('from-template'), template: vmNameSchema, sizeBytes: bytesSchema.nullable() }),
  z.object({ kind: z.literal('inactive'), sizeBytes: bytesSchema }),
  /** A disk of its volume group is gone: until it is back, nothing in the group can be changed. */
  z.object({ kind: z.literal('unavailable'), sizeBytes: bytesSchema, volumeGroup: z.string() }),
  z.object({ kind: z.literal('missing'), lookedFor: z.string() }),
  /** Qubes' policy does not let us look; `call` is what it would have to allow. */
  z.object({ kind: z.literal('not-permitted'), call: z.string() }),
]);
export type VolumeState = z.infer<typeof volumeStateSchema>;

/** What a migration left in place: the VM's volume of the kind of storage that it used before. */
export const keptVolumeSchema = z
  .object({
    role: volumeRoleSchema,
    storage: storageTypeSchema,
    /** As a person would type it. */
    path: z.string(),
    sizeBytes: bytesSchema,
    usedBytes: bytesSchema,
    isOpen: z.boolean(),
  })
  .readonly();
export type KeptVolume = z.infer<typeof keptVolumeSchema>;

/** A kept older state of a volume. */
export const revisionSchema = z
  .object({
    /** By what a person names it: a number on LVM, `old` for the one way back that a file template has. */
    id: z.string().min(1),
    /** When it was the state of now for the last time, or since when; null where that is not known. */
    takenAt: timestampSchema.nullable(),
    /** null where only its name is known. */
    sizeBytes: bytesSchema.nullable(),
    /** What would come free without it; null where nobody can tell without reading the pool's metadata. */
    exclusiveBytes: bytesSchema.nullable(),
    /** It stays whatever number is kept. */
    isPinned: z.boolean(),
    note: z.string().nullable(),
    /** The volume has been written to since, in a session that is not over: this is what others start from meanwhile. */
    isCommitted: z.boolean(),
  })
  .readonly();
export type Revision = z.infer<typeof revisionSchema>;

export const volumeSchema = z
  .object({
    role: volumeRoleSchema,
    storage: storageKindSchema,
    /** null where the volume, or the pool it should be in, is not there. */
    pool: poolIdSchema.nullable(),
    state: volumeStateSchema,
    /** A session goes on in it, or was cut off and has not been ended since. */
    isDirty: z.boolean(),
    /** Oldest first; null where there is no such thing, or it may not be read. */
    revisions: z.array(revisionSchema).readonly().nullable(),
    /** How many of them stay when a session ends, pinned ones apart; null where that cannot be chosen here. */
    revisionsToKeep: z.number().int().nonnegative().nullable(),
    /** The VM runs on an older state of its template's volume than the template has now. */
    isOutdated: z.boolean(),
  })
  .readonly();
export type Volume = z.infer<typeof volumeSchema>;
