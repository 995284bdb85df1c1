import * as z from 'zod';
import { bytesSchema, vmNameSchema } from './ids.ts';
import { inPlaceSchema } from './in-place-move.ts';
import { vmClassSchema } from './vm.ts';

const namedValue = z.object({ name: z.string(), value: z.string() }).readonly();

/** A volume of an R4 qube that is not made from its template's, as it was when it was recorded. */
export const recordedVolumeSchema = z
  .object({
    name: z.string(),
    pool: z.string(),
    /** The volume's id in its pool. */
    vid: z.string(),
    path: z.string(),
    sizeBytes: bytesSchema,
    usedBytes: bytesSchema,
    isWritable: z.boolean(),
    /** Without it there is nothing in it to be carried. */
    isKept: z.boolean(),
    isEphemeral: z.boolean(),
    /** -1: none, and the VM runs on the volume itself. */
    revisionsToKeep: z.number().int(),
    /** Oldest first. */
    revisions: z.array(z.string()).readonly(),
  })
  .readonly();
export type RecordedVolume = z.infer<typeof recordedVolumeSchema>;

/** A device that a VM is given at every start: `line` is what qubesd told of it. */
export const recordedAssignmentSchema = z.object({ class: z.string(), line: z.string() }).readonly();
export type RecordedAssignment = z.infer<typeof recordedAssignmentSchema>;

/** Everything about an R4 qube that another one can be given (facts §4.1). */
export const qubeRecordSchema = z
  .object({
    class: vmClassSchema,
    label: z.string(),
    template: vmNameSchema.nullable(),
    /** Those that are not at their default, in the order in which they can be set. */
    properties: z.array(namedValue).readonly(),
    /** It cannot be removed until this is taken off. */
    isOfPackage: z.boolean(),
    tags: z.array(z.string()).readonly(),
    features: z.array(namedValue).readonly(),
    firewall: z.string(),
    notes: z.string(),
    volumes: z.array(recordedVolumeSchema).readonly(),
    assignments: z.array(recordedAssignmentSchema).readonly(),
    /** What no other one can be given; the address follows from the number. */
    identity: z.object({ uuid: z.string(), number: z.string(), address: z.string() }).readonly(),
  })
  .readonly();
export type QubeRecord = z.infer<typeof qubeRecordSchema>;

/** Something that names a qube, and keeps it from being removed (facts §4.3). */
export const referenceSchema = z
  .discriminatedUnion('kind', [
    /** `isDefault`: it follows a setting elsewhere. Only R4.2 minds those. */
    z.object({ kind: z.literal('property'), vm: vmNameSchema, property: z.string(), isDefault: z.boolean() }),
    z.object({ kind: z.literal('global'), property: z.string() }),
    /** `vm` is given a device of it at every start. */
    z.object({ kind: z.literal('device'), vm: vmNameSchema, assignment: recordedAssignmentSchema }),
  ])
  .readonly();
export type Reference = z.infer<typeof referenceSchema>;

/** How a qube is kept from being started: R4.3 has a feature for it, R4.2 a tag of its backups. */
export const startLockSchema = z.enum(['feature', 'tag']);
export type StartLock = z.infer<typeof startLockSchema>;

/** What moves an R4 qube to another pool: another one is made of all this, and takes its name and its place. */
export const relocationSchema = z
  .object({
    record: qubeRecordSchema,
    references: z.array(referenceSchema).readonly(),
    lock: startLockSchema,
    /** The volumes that qubesd cannot clone between these two pools (facts T4); they are read here and handed to it. */
    imported: z.array(z.string()).readonly(),
    /** It is not made anew, but gets other volumes; absent from the journals of earlier versions. */
    inPlace: inPlaceSchema.nullable().default(null),
  })
  .readonly();
export type Relocation = z.infer<typeof relocationSchema>;
