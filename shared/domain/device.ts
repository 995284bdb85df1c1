import * as z from 'zod';
import { bytesSchema, deviceIdentitySchema, deviceIdSchema, vmNameSchema } from './ids.ts';
import { volumeRoleSchema } from './volume.ts';

const owner = <Code extends string, Facts extends z.core.$ZodLooseShape>(code: Code, facts: Facts) =>
  z.object({ code: z.literal(code), ...facts });

/** Who has a block device, so that it cannot be given away (`shared/text/device-text.ts`). */
export const deviceOwnerSchema = z.discriminatedUnion('code', [
  /** A VM's volume: the one that it runs on, a kept older state, what a job makes of it or a migration left. */
  owner('vm-volume', { vm: vmNameSchema, role: volumeRoleSchema, path: z.string() }),
  /** A guest runs on it. */
  owner('vm-disk', { vm: vmNameSchema, frontend: z.string() }),
  /** A file of a VM's folder that is no volume of it. */
  owner('vm-file', { vm: vmNameSchema, path: z.string() }),
  /** Any other file in the folder that Qubes keeps. */
  owner('qubes-file', { path: z.string() }),
  owner('pool', { pool: z.string() }),
  owner('volume-group', { vg: z.string() }),
  owner('mounted', { mountPoint: z.string() }),
  owner('swap', {}),
  /** Another device is made of it. */
  owner('held', { by: z.string() }),
  /** The disk of this partition, or a partition of this disk, is attached. */
  owner('attached', { vm: vmNameSchema, frontend: z.string() }),
  /** The kernel says that something has it, not what. */
  owner('claimed', {}),
  /** It was pulled out while a VM had it. */
  owner('gone', {}),
  /** A VM gets it at its start, and it is not plugged in. */
  owner('not-there', {}),
  /** Whose it is could not be found out; it might be anybody's. */
  owner('unknown', { why: z.enum(['lvm-unreadable', 'not-known-to-lvm', 'wrong-node', 'internal-disk']) }),
]);
export type DeviceOwner = z.infer<typeof deviceOwnerSchema>;
export type DeviceOwnerOf<Code extends DeviceOwner['code']> = Extract<DeviceOwner, { readonly code: Code }>;

/** What becomes of an assigned device at the VM's start, and when it is plugged in; R4.2 knows only `required`. */
export const assignmentModes = ['required', 'auto-attach', 'ask-to-attach'] as const;
export const assignmentModeSchema = z.enum(assignmentModes);
export type AssignmentMode = z.infer<typeof assignmentModeSchema>;

/** A block device that a VM has, or may be given. Its backend is dom0 in core-2, and any VM in R4. */
export const deviceSchema = z
  .object({
    id: deviceIdSchema,
    backend: vmNameSchema,
    /** The backend's own name for it. */
    ident: z.string(),
    identity: deviceIdentitySchema,
    /** null when it is gone, and from R4.3, which does not tell. */
    sizeBytes: bytesSchema.nullable(),
    /** Model, backing file or device-mapper name. */
    description: z.string().nullable(),
    model: z.string().nullable(),
    serial: z.string().nullable(),
    /** Of a partition, its disk's ident. */
    disk: z.string().nullable(),
    isReadOnly: z.boolean(),
    fileSystem: z.object({ type: z.string(), label: z.string().nullable() }).nullable(),
    attachedTo: z.object({ vm: vmNameSchema, frontend: z.string(), isReadOnly: z.boolean() }).nullable(),
    /** The VMs that get it by themselves, whether or not they have it now. Of R4 alone. */
    assignedTo: z.array(z.object({ vm: vmNameSchema, mode: assignmentModeSchema, isReadOnly: z.boolean() })).readonly(),
    /** Hidden, and never attached. `via` names the device through which it is the owner's, where that is another one. */
    hidden: z.object({ owner: deviceOwnerSchema, via: z.string().nullable() }).nullable(),
  })
  .readonly();
export type Device = z.infer<typeof deviceSchema>;
export type HiddenDevice = NonNullable<Device['hidden']>;
