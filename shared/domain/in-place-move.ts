import * as z from 'zod';
import { bytesSchema } from './ids.ts';
import { volumeRoleSchema } from './volume.ts';

/** A logical volume by what it is called now and by what lvm2 knows it by whatever it is called. */
const knownVolumeSchema = z.object({ vid: z.string(), uuid: z.string() }).readonly();

/** Where R4's registry says that a volume is. */
export const volumePlaceSchema = z.object({ pool: z.string(), vid: z.string() }).readonly();
export type VolumePlace = z.infer<typeof volumePlaceSchema>;

/** A volume of an R4 qube that gets another place in the registry. */
export const placedMoveSchema = z
  .object({ name: volumeRoleSchema, from: volumePlaceSchema, to: volumePlaceSchema })
  .readonly();
export type PlacedMove = z.infer<typeof placedMoveSchema>;

/** One that holds something, which is copied before that. */
export const copiedMoveSchema = z
  .object({
    name: volumeRoleSchema,
    from: volumePlaceSchema,
    to: volumePlaceSchema,
    sizeBytes: bytesSchema,
    usedBytes: bytesSchema,
    /** qubesd makes another volume the committed one at the end of each session: this is the one that was looked at. */
    original: knownVolumeSchema,
    /** What there is of its older states; they stay with it. */
    revisions: z.array(knownVolumeSchema).readonly(),
  })
  .readonly();
export type CopiedMove = z.infer<typeof copiedMoveSchema>;

/** What a qube's move by root in dom0 is made of: it stays what it is, and its volumes are exchanged (facts R4 §4.6). */
export const inPlaceSchema = z
  .object({
    /** `VG/POOL` in LVM. */
    thinPool: z.string(),
    copied: z.array(copiedMoveSchema).min(1).readonly(),
    /** Empty at every start. */
    volatile: z.array(placedMoveSchema).readonly(),
  })
  .readonly();
export type InPlace = z.infer<typeof inPlaceSchema>;
