import * as z from 'zod';
import type { Brand } from '../base/brand.ts';
import type { Bytes } from '../base/bytes.ts';

/** A VM's name, unique within a system. */
export type VmName = Brand<string, 'VmName'>;
/** A pool's identity over renames: the UUID of a thin pool, or `file:DIR` for a directory of images. */
export type PoolId = Brand<string, 'PoolId'>;
export type JobId = Brand<string, 'JobId'>;
/** What a check found, the same for as long as it is so. */
export type FindingId = Brand<string, 'FindingId'>;
/** `BACKEND:IDENT`: whose block device it is, and its name there, such as `dom0:sda1`. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** Says that it is still the same device: an id alone is used again for the next stick. */
export type DeviceIdentity = Brand<string, 'DeviceIdentity'>;
/** What a plan was made from; a plan may be carried out only while planning again gives the same one. */
export type Fingerprint = Brand<string, 'Fingerprint'>;
/** A moment as ISO 8601 in UTC, with milliseconds. */
export type Timestamp = Brand<string, 'Timestamp'>;

/** Gives a schema's output one of our branded types, which exist only at compile time. */
const branded = <T>(schema: z.ZodType): z.ZodType<T, T> => schema as z.ZodType<T, T>;

export const vmNameSchema = branded<VmName>(z.string().min(1).max(64));
export const poolIdSchema = branded<PoolId>(z.string().min(1));
export const jobIdSchema = branded<JobId>(z.string().regex(/^[0-9a-z-]{1,40}$/));
export const findingIdSchema = branded<FindingId>(z.string().regex(/^[0-9a-f]{8}$/));
export const deviceIdSchema = branded<DeviceId>(z.string().regex(/^[^:\s]{1,64}:[^/\s]{1,128}$/));
export const deviceIdentitySchema = branded<DeviceIdentity>(z.string().min(1).max(200));
export const fingerprintSchema = branded<Fingerprint>(z.string().min(1));
export const timestampSchema = branded<Timestamp>(z.iso.datetime());
export const bytesSchema = branded<Bytes>(z.number().int().nonnegative());
/** A share of a whole: 0 is none, 1 is all. */
export const fractionSchema = z.number().nonnegative();
