import * as z from 'zod';
import { actionSchema } from './action.ts';
import { findingSchema } from './finding.ts';
import { bytesSchema, fingerprintSchema, fractionSchema, poolIdSchema, timestampSchema, vmNameSchema } from './ids.ts';
import { relocationSchema } from './relocation.ts';
import { storageKindSchema, storageTypeSchema, volumeRoleSchema } from './volume.ts';

/** The phases a person sees, in this order; every step belongs to one, and no plan has all. */
export const phases = ['check', 'reserve', 'copy', 'verify', 'switch', 'keep', 'finish', 'free'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.infer<typeof phaseSchema>;

export const planStepSchema = z
  .object({
    name: z.string(),
    phase: phaseSchema,
    role: volumeRoleSchema.nullable(),
    /** What the step reads or writes at most; null where it is no matter of bytes. */
    bytes: bytesSchema.nullable(),
    /** A command line, for reading only, where the step comes down to one. */
    command: z.string().nullable(),
  })
  .readonly();
export type PlanStep = z.infer<typeof planStepSchema>;

/** What is known of every volume that a plan makes. */
const plannedTarget = {
  role: volumeRoleSchema,
  to: storageKindSchema,
  toPool: poolIdSchema,
  toPoolName: z.string(),
  /** Where the bytes will be, as a person would type it. */
  targetPath: z.string(),
  /** The size that is wanted, rounded up to what the target can have. */
  targetSizeBytes: bytesSchema,
};

/** A volume that is made from another one. */
export const plannedVolumeSchema = z
  .object({
    ...plannedTarget,
    /** `snapshot`: the two share blocks until one of them is written to. `copy`: copied, read back and compared. */
    by: z.enum(['copy', 'snapshot']),
    /** The VM whose volume of this role it is made from, and that one's folder; the new VM itself for a file brought along. */
    source: z.object({ vm: vmNameSchema, vmDir: z.string() }).readonly(),
    from: storageKindSchema,
    sourcePath: z.string(),
    sizeBytes: bytesSchema,
    /** The bytes that exist; holes are skipped. */
    dataBytes: bytesSchema,
    /** Changes with every write to the source: device, inode, size and time of change. */
    sourceIdentity: z.string(),
    /** It is made from this revision of the source, and `sourceIdentity` is that one's. */
    sourceRevision: z.string().nullable().default(null),
  })
  .readonly();
export type PlannedVolume = z.infer<typeof plannedVolumeSchema>;

/** A volume that begins with nothing in it but a file system; without one it is for the guest to partition. */
export const freshVolumeSchema = z.object({ ...plannedTarget, fileSystem: z.literal('ext4').nullable() }).readonly();
export type FreshVolume = z.infer<typeof freshVolumeSchema>;

/** What is gone for good when the plan has been carried out. */
export const plannedRemovalSchema = z
  .object({
    role: volumeRoleSchema,
    storage: storageTypeSchema,
    path: z.string(),
    usedBytes: bytesSchema,
    /** Nothing else is removed, whatever it is called by then. */
    identity: z.string(),
  })
  .readonly();
export type PlannedRemoval = z.infer<typeof plannedRemovalSchema>;

/** A kept volume that its VM uses again, and what it uses now, which is kept instead. */
export const plannedRestoreSchema = z
  .object({
    role: volumeRoleSchema,
    from: storageTypeSchema,
    to: storageTypeSchema,
    path: z.string(),
    /** Nothing else is gone back to, whatever it is called by then. */
    identity: z.string(),
    /** null where it is not there any more. */
    replaced: z.object({ path: z.string(), identity: z.string() }).readonly().nullable(),
  })
  .readonly();
export type PlannedRestore = z.infer<typeof plannedRestoreSchema>;

/** A volume that gets larger where it is. */
export const plannedGrowthSchema = z
  .object({
    role: volumeRoleSchema,
    storage: storageTypeSchema,
    path: z.string(),
    fromBytes: bytesSchema,
    toBytes: bytesSchema,
    /** What it was when it was measured. */
    identity: z.string(),
  })
  .readonly();
export type PlannedGrowth = z.infer<typeof plannedGrowthSchema>;
/** A folder that goes with everything in it. */
export const plannedFolderRemovalSchema = z.object({ path: z.string(), usedBytes: bytesSchema }).readonly();

/** What a VM can be for all others (the attributes of core-2's registry, facts/qubes-r2.md §1.2). */
export const defaultRoles = ['default_template', 'default_netvm', 'default_fw_netvm', 'updatevm', 'clockvm'] as const;
export const defaultRoleSchema = z.enum(defaultRoles);
export type DefaultRole = z.infer<typeof defaultRoleSchema>;

/** A logical volume that gets another owner or name. */
export const plannedRenameSchema = z
  .object({
    role: volumeRoleSchema,
    /** As its tags say; null before where it has none. */
    fromVm: vmNameSchema.nullable(),
    toVm: vmNameSchema,
    from: z.string(),
    to: z.string(),
    /** Nothing else is renamed, whatever it is called by then. */
    identity: z.string(),
  })
  .readonly();
export type PlannedRename = z.infer<typeof plannedRenameSchema>;

/** An older state that becomes a volume's state of now. */
export const plannedRevertSchema = z
  .object({
    role: volumeRoleSchema,
    storage: storageTypeSchema,
    revision: z.string(),
    takenAt: timestampSchema.nullable(),
    revisionPath: z.string(),
    revisionIdentity: z.string(),
    /** The volume, and what it was when this was planned. */
    path: z.string(),
    identity: z.string(),
    /** By what the state of now is kept; null where it cannot be. */
    safetyRevision: z.string().nullable(),
    /** What has to be put back, block by block. */
    bytes: bytesSchema,
  })
  .readonly();
export type PlannedRevert = z.infer<typeof plannedRevertSchema>;

const beforeAfter = <T extends z.ZodType>(schema: T) => z.object({ before: schema, after: schema }).readonly();

/** What a plan does to the pool it writes to. */
export const poolEffectSchema = z
  .object({
    pool: poolIdSchema,
    poolName: z.string(),
    dataFraction: beforeAfter(fractionSchema),
    metadataFraction: beforeAfter(fractionSchema).nullable(),
    overcommitRatio: beforeAfter(fractionSchema),
    /** How much more data fits before VMs stop starting; null where there is no gate. */
    bytesToGate: bytesSchema.nullable(),
  })
  .readonly();
export type PoolEffect = z.infer<typeof poolEffectSchema>;

export const planNoteSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('originals-kept'), bytes: bytesSchema }),
  z.object({ code: z.literal('volumes-kept'), bytes: bytesSchema }),
  z.object({ code: z.literal('children-keep-files'), children: z.array(vmNameSchema).readonly() }),
  z.object({ code: z.literal('children-keep-volumes'), children: z.array(vmNameSchema).readonly() }),
  z.object({ code: z.literal('root-follows-template'), template: vmNameSchema, storageType: storageTypeSchema }),
  z.object({ code: z.literal('package-owns-images') }),
  /** On which kind of storage a new VM is, and which VM it has that from, if from any. */
  z.object({ code: z.literal('storage-type'), storageType: storageTypeSchema, like: vmNameSchema.nullable() }),
  /** A logical volume is a whole number of extents. */
  z.object({ code: z.literal('rounded-up'), askedBytes: bytesSchema, sizeBytes: bytesSchema }),
  /** The file system inside is not touched from here. */
  z.object({ code: z.literal('guest-grows-filesystem'), role: volumeRoleSchema }),
  z.object({ code: z.literal('children-get-it'), children: z.array(vmNameSchema).readonly() }),
  /** What was written after the moment of the move is not seen any more; null where no job tells that moment. */
  z.object({ code: z.literal('newer-left-behind'), since: timestampSchema.nullable() }),
  /** What the VM has written since is not in its clone. */
  z.object({ code: z.literal('clones-committed'), vm: vmNameSchema, at: timestampSchema.nullable() }),
  z.object({ code: z.literal('shares-blocks'), pool: z.string() }),
  /** core-2 calls the VM that DisposableVMs start from after its template, and keeps the one that there is. */
  z.object({ code: z.literal('dvm-keeps-name'), dvm: vmNameSchema, name: vmNameSchema }),
  z.object({ code: z.literal('menus-keep-name'), vm: vmNameSchema, name: vmNameSchema }),
  z.object({ code: z.literal('namesake-stays'), path: z.string() }),
  /** The registry says of nobody any more that it is this. */
  z.object({ code: z.literal('is-default'), vm: vmNameSchema, roles: z.array(defaultRoleSchema).readonly() }),
  z.object({ code: z.literal('kept-goes-too'), paths: z.array(z.string()).readonly() }),
  z.object({ code: z.literal('files-stay'), paths: z.array(z.string()).readonly() }),
  z.object({ code: z.literal('near-gate'), pool: z.string(), bytesToGate: bytesSchema }),
  z.object({ code: z.literal('now-is-kept'), revision: z.string(), since: timestampSchema.nullable() }),
  z.object({ code: z.literal('now-is-lost'), since: timestampSchema.nullable() }),
  z.object({ code: z.literal('children-become-outdated'), children: z.array(vmNameSchema).readonly() }),
  z.object({ code: z.literal('size-changes'), sizeBytes: beforeAfter(bytesSchema) }),
  // Moving between pools of R4
  z.object({ code: z.literal('original-goes'), pool: z.string() }),
  z.object({ code: z.literal('revisions-go'), count: z.number() }),
  z.object({ code: z.literal('identity-changes') }),
  z.object({ code: z.literal('made-again'), vm: vmNameSchema, name: vmNameSchema }),
  z.object({ code: z.literal('policy-keeps-name'), vm: vmNameSchema }),
  z.object({ code: z.literal('root-stays'), template: vmNameSchema, pool: z.string() }),
  z.object({ code: z.literal('references-follow'), count: z.number() }),
  z.object({ code: z.literal('qubesd-busy'), pool: z.string() }),
  z.object({ code: z.literal('copied-twice'), pool: z.string() }),
  z.object({ code: z.literal('session-end-unseen') }),
  z.object({ code: z.literal('pool-data-stays'), pool: z.string() }),
  z.object({ code: z.literal('pool-not-made'), driver: z.string() }),
  z.object({ code: z.literal('compared-by-size') }),
  z.object({ code: z.literal('identity-stays') }),
  z.object({ code: z.literal('qubesd-stops') }),
]);
export type PlanNote = z.infer<typeof planNoteSchema>;

/** What will be done, before it is done: preview, `--dry-run` and the job runner use the same one. */
export const planSchema = z
  .object({
    action: actionSchema,
    vm: vmNameSchema,
    /** The VM's folder, where its images are whatever kind of storage it uses. */
    vmDir: z.string(),
    /** The VM that it makes, and the folder that one will have; null where it makes none. */
    makes: z.object({ vm: vmNameSchema, vmDir: z.string(), storageType: storageTypeSchema }).readonly().nullable(),
    /** Every VM that the job keeps from being started or changed, `vm` among them. */
    holds: z.array(vmNameSchema).readonly(),
    fingerprint: fingerprintSchema,
    volumes: z.array(plannedVolumeSchema).readonly(),
    fresh: z.array(freshVolumeSchema).readonly(),
    removes: z.array(plannedRemovalSchema).readonly(),
    /** Absent from the journals of earlier versions. */
    restores: z.array(plannedRestoreSchema).readonly().default([]),
    grows: z.array(plannedGrowthSchema).readonly().default([]),
    /** What it is done about; absent from the journals of earlier versions. */
    findings: z.array(findingSchema).readonly().default([]),
    /** null where it goes back to nothing; absent from the journals of earlier versions. */
    revert: plannedRevertSchema.nullable().default(null),
    removesFolders: z.array(plannedFolderRemovalSchema).readonly().default([]),
    renames: z.array(plannedRenameSchema).readonly().default([]),
    /** Of a move between pools of R4; absent from the journals of earlier versions. */
    relocation: relocationSchema.nullable().default(null),
    steps: z.array(planStepSchema).readonly(),
    copyBytes: bytesSchema,
    /** What it gives back at most: blocks shared with others stay. */
    freedBytes: bytesSchema,
    estimatedSeconds: z.number().nonnegative(),
    /** null where no pool is written to or promises more. */
    poolEffect: poolEffectSchema.nullable(),
    notes: z.array(planNoteSchema).readonly(),
  })
  .readonly();
export type Plan = z.infer<typeof planSchema>;
