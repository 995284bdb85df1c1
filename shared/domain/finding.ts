import { z } from 'zod';
import { failureSchema } from './failure.ts';
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
export const leftoverJobStates = ['interrupted', 'undone', 'succeeded', 'unknown'] as const;

/**
 * Something about which registry, disk and system do not agree, as a code with the facts that its sentences need
 * (`shared/text/finding-text.ts`). What may be done about it is a rule (`shared/rules/finding-remedy.ts`).
 */
export const findingSchema = z.discriminatedUnion('code', [
  // Registered, but not as it should be on the disk
  finding('volume-missing', { storage: storageTypeSchema, role: volumeRoleSchema, lookedFor: z.string() }),
  finding('volume-inactive', ofVolume),
  /** It would not be there after the next boot. */
  finding('activation-skipped', ofVolume),
  /** By its name alone it is the VM's, as the original patch set made them. */
  finding('volume-untagged', ofVolume),
  finding('image-odd-size', { ...ofVolume, sizeBytes: bytesSchema }),
  finding('folder-missing', { path: z.string() }),
  finding('autostart-differs', { isRegistered: z.boolean() }),
  // On the disk, but not registered
  finding('orphan-volume', {
    path: z.string(),
    role: volumeRoleSchema,
    sizeBytes: bytesSchema,
    usedBytes: bytesSchema,
    /** As lvm2 prints it; empty where it does not know. */
    createdAt: z.string(),
    isOpen: z.boolean(),
    /** Whether a tag says whose it was; else its name does. */
    isTagged: z.boolean(),
  }),
  finding('orphan-folder', { path: z.string(), usedBytes: bytesSchema, changedAt: timestampSchema }),
  finding('autostart-link-orphan', {}),
  // Left behind
  finding('job-leftover', {
    path: z.string(),
    kind: z.enum(['volume', 'image', 'folder']),
    job: jobIdSchema,
    jobState: z.enum(leftoverJobStates),
  }),
  finding('metadata-snapshot-held', { pool: z.string() }),
]);
export type Finding = z.infer<typeof findingSchema>;
export type FindingOf<Code extends Finding['code']> = Extract<Finding, { readonly code: Code }>;

/** What one look found. Empty lists mean that everything was looked at, and agrees. */
export const checkReportSchema = z
  .object({
    takenAt: timestampSchema,
    findings: z.array(findingSchema).readonly(),
    /** VMs that a job is at work on: what is in flux is not looked at. */
    busy: z.array(z.object({ vm: vmNameSchema, job: jobIdSchema })).readonly(),
    /** What could not be read, so that nothing is known about it. */
    problems: z.array(failureSchema).readonly(),
  })
  .readonly();
export type CheckReport = z.infer<typeof checkReportSchema>;
