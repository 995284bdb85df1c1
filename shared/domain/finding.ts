import * as z from 'zod';
import { bytesSchema, findingIdSchema, jobIdSchema, timestampSchema, vmNameSchema } from './ids.ts';
import { storageTypeSchema, volumeRoleSchema } from './volume.ts';

const finding = <Code extends string, Facts extends z.core.$ZodLooseShape>(code: Code, facts: Facts) =>
  z.object({
    code: z.literal(code),
    id: findingIdSchema,
    /** The VM that it is about, registered or not; null where there is none. */
    vm: vmNameSchema.nullable(),
    /** Of what was found: a logical volume's UUID, a file's device and inode. What is done about it is done to nothing else. */
    identity: z.string(),
    ...facts,
  });

const ofVolume = { role: volumeRoleSchema, path: z.string() };

/** How the job ended that left something behind; `unknown`: there is no journal of it. */
const leftoverJobSchema = {
  job: jobIdSchema,
  jobState: z.enum(['interrupted', 'undone', 'succeeded', 'unknown']),
};

/**
 * Something about which registry, disk and system do not agree, as a code with the facts that its sentences need
 * (`shared/text/finding-text.ts`). What may be done about it is a rule (`shared/rules/finding-remedies.ts`).
 */
export const findingSchema = z.discriminatedUnion('code', [
  // Registered, but not as it should be on the disk
  finding('volume-missing', {
    storage: storageTypeSchema,
    role: volumeRoleSchema,
    lookedFor: z.string(),
    /** Older states that are still there. */
    revisionCount: z.number().int().nonnegative(),
  }),
  /** A part of its volume group is missing. */
  finding('volume-unavailable', { ...ofVolume, volumeGroup: z.string() }),
  finding('volume-inactive', ofVolume),
  /** It would not be there after the next boot. */
  finding('activation-skipped', ofVolume),
  /** By its name alone it is the VM's, as the original patch set made them. */
  finding('volume-untagged', ofVolume),
  /** Another one is taken for the VM's. */
  finding('volume-twice', { ...ofVolume, otherPath: z.string() }),
  finding('volume-elsewhere', { ...ofVolume, pool: z.string(), otherPool: z.string() }),
  finding('image-odd-size', { ...ofVolume, sizeBytes: bytesSchema }),
  finding('smaller-than-kept', { ...ofVolume, sizeBytes: bytesSchema, keptPath: z.string(), keptBytes: bytesSchema }),
  finding('folder-missing', { path: z.string() }),
  finding('conf-missing', { path: z.string() }),
  finding('image-path-astray', { role: volumeRoleSchema, path: z.string(), used: z.string() }),
  finding('autostart-differs', { isRegistered: z.boolean() }),
  finding('device-link-wrong', {
    path: z.string(),
    problem: z.enum(['missing', 'leads-nowhere', 'leads-elsewhere']),
    volumeGroup: z.string(),
  }),
  // Between a guest and its volumes
  finding('volume-dirty', ofVolume),
  /** A volume made for one run, whose VM does not run. */
  finding('session-left', { ...ofVolume, isOpen: z.boolean(), isTagged: z.boolean() }),
  finding('root-origin-lost', { path: z.string(), template: vmNameSchema }),
  finding('root-size-differs', {
    path: z.string(),
    template: vmNameSchema,
    sizeBytes: bytesSchema,
    templateBytes: bytesSchema,
  }),
  finding('disposable-left', {}),
  // On the disk, but not registered
  finding('orphan-volume', {
    ...ofVolume,
    sizeBytes: bytesSchema,
    usedBytes: bytesSchema,
    /** As lvm2 prints it; empty where it does not know. */
    createdAt: z.string(),
    isOpen: z.boolean(),
    /** Whether a tag says whose it was; else its name does. */
    isTagged: z.boolean(),
    isRevision: z.boolean(),
    /** VMs that miss exactly such a volume. */
    candidates: z.array(vmNameSchema).readonly(),
  }),
  finding('orphan-image', {
    path: z.string(),
    usedBytes: bytesSchema,
    changedAt: timestampSchema,
    isOpen: z.boolean(),
  }),
  finding('orphan-folder', {
    path: z.string(),
    usedBytes: bytesSchema,
    changedAt: timestampSchema,
    isOpen: z.boolean(),
  }),
  finding('autostart-link-orphan', {}),
  // Left behind
  finding('job-leftover', {
    path: z.string(),
    kind: z.enum(['volume', 'image', 'folder', 'mark']),
    isOpen: z.boolean(),
    /** Certainly not the only one of what it holds: the job makes copies, and was undone. */
    isCopy: z.boolean(),
    ...leftoverJobSchema,
  }),
  /** A VM's volume in its place, with the mark of the job that made it. */
  finding('job-tag-left', { ...ofVolume, ...leftoverJobSchema }),
  /** `device` is device-mapper's name of the pool. */
  finding('metadata-snapshot-held', { pool: z.string(), device: z.string() }),
]);
/** What we can do about a finding: put it right without loss, remove it for good, or give it to a VM. */
export const remedies = ['repair', 'remove', 'adopt'] as const;
export const remedySchema = z.enum(remedies);
export type Remedy = z.infer<typeof remedySchema>;

export type Finding = z.infer<typeof findingSchema>;
export type FindingOf<Code extends Finding['code']> = Extract<Finding, { readonly code: Code }>;
