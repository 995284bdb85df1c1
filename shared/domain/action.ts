import * as z from 'zod';
import { bytesSchema, findingIdSchema, poolIdSchema, vmNameSchema } from './ids.ts';
import { netvmChoiceSchema, newVmClassSchema, vmLabelSchema } from './vm.ts';
import { namingSchemeSchema } from './naming-scheme.ts';
import { poolUseSchema } from './pool.ts';
import { storageTypeSchema } from './volume.ts';

/** The volumes that a VM keeps older states of. */
const revertibleRoleSchema = z.enum(['root', 'private']);
export type RevertibleRole = z.infer<typeof revertibleRoleSchema>;

/** Of characters; in an LVM tag it must fit. */
export const noteLimit = 160;

/** How many of them can be kept by number. */
export const revisionLimit = 99;

/** What a person asks for. It becomes a plan first, and the plan becomes a job. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('migrate'),
    vm: vmNameSchema,
    /** Left out: that of the pool. On Qubes R4 the pool says it all. */
    to: storageTypeSchema.optional(),
    /** Left out: the pool that the agent detected. */
    pool: poolIdSchema.optional(),
    /** By root in dom0, of a qube of R4: it stays what it is, and qubesd is stopped for a moment. */
    isInPlace: z.boolean().optional(),
  }),
  /** Whether it starts at boot: in the registry and in systemd together. */
  z.object({ kind: z.literal('set-autostart'), vm: vmNameSchema, isOn: z.boolean() }),
  /** Makes a volume of the VM's own larger, and where that can be done here, the file system in it. */
  z.object({ kind: z.literal('resize'), vm: vmNameSchema, role: z.enum(['root', 'private']), sizeBytes: bytesSchema }),
  /** Makes the VM use again what its last move left in place; what it uses now is kept instead. */
  z.object({ kind: z.literal('restore-kept'), vm: vmNameSchema }),
  /** Removes what a migration of the VM left in place. */
  z.object({ kind: z.literal('free-kept'), vm: vmNameSchema }),
  /** A halted VM again under another name. */
  z.object({
    kind: z.literal('clone'),
    vm: vmNameSchema,
    name: vmNameSchema,
    /** As it was last committed, whether or not it runs now. */
    isCommitted: z.boolean().optional(),
    /** Left out: the kind of storage of the pool, or of the source. */
    to: storageTypeSchema.optional(),
    /** Left out: that of the source where it is of this kind of storage, else the one that the agent detected. */
    pool: poolIdSchema.optional(),
  }),
  /** A new VM; `vm` is its name. */
  z.object({
    kind: z.literal('create'),
    vm: vmNameSchema,
    class: newVmClassSchema,
    /**
     * What it is based on; for templates and standalones, what their volumes are made from. null: nothing. Left out: the
     * default one for a class that needs one; in a plan it is never left out.
     */
    template: vmNameSchema.nullable().optional(),
    /** Left out: black for templates, red for the others. */
    label: vmLabelSchema.optional(),
    netvm: netvmChoiceSchema.optional(),
    /** Left out: the kind of storage of the pool, or of the template, or image files. */
    to: storageTypeSchema.optional(),
    /** Left out: that of the template where it is of this kind of storage, else the one that the agent detected. */
    pool: poolIdSchema.optional(),
    /** By volume, before `pool`: on R4, where each may be in another one. */
    pools: z.partialRecord(z.enum(['root', 'private', 'volatile']), poolIdSchema).optional(),
    /** Disposables are started from it, which on core-2 a template decides by its name. */
    isForDisposables: z.boolean().optional(),
    /** Of volumes that are made from nothing. */
    rootBytes: bytesSchema.optional(),
    /** A file of this machine that its root is copied from; when it is `isMoved`, it goes once the VM is there. */
    rootImage: z.object({ path: z.string().startsWith('/').max(4096), isMoved: z.boolean() }).optional(),
    privateBytes: bytesSchema.optional(),
    memoryMib: z.number().int().positive().optional(),
    vcpus: z.number().int().positive().optional(),
    /** Hidden from menus. */
    isInternal: z.boolean().optional(),
  }),
  /** Puts right what was found, as far as nothing can be lost by it. `vm` is the one that it is about, dom0 for several or none. */
  z.object({ kind: z.literal('repair'), vm: vmNameSchema, findings: z.array(findingIdSchema).min(1).readonly() }),
  /** Removes what no VM is registered to have, or a job has left behind. */
  z.object({ kind: z.literal('remove-stray'), vm: vmNameSchema, finding: findingIdSchema }),
  /** Makes a volume that no VM is registered to have the one that this VM misses. */
  z.object({ kind: z.literal('adopt-stray'), vm: vmNameSchema, finding: findingIdSchema }),
  /** A volume of a halted VM goes back to an older state. */
  z.object({
    kind: z.literal('revert'),
    vm: vmNameSchema,
    /** Left out: the VM's own root, or where it has none its private volume. */
    role: revertibleRoleSchema.optional(),
    /** Left out: the newest. */
    revision: z.string().min(1).optional(),
  }),
  /** What a person says of a revision; what is left out stays as it is. */
  z.object({
    kind: z.literal('mark-revision'),
    vm: vmNameSchema,
    role: revertibleRoleSchema.optional(),
    revision: z.string().min(1),
    isPinned: z.boolean().optional(),
    /** null takes it off. */
    note: z.string().min(1).max(noteLimit).nullable().optional(),
  }),
  /** How many revisions of each of its volumes stay when a VM stops, pinned ones apart. */
  z.object({ kind: z.literal('set-revisions'), vm: vmNameSchema, count: z.number().int().min(0).max(revisionLimit) }),
  /** A halted VM gets another name, with everything that is called after it. */
  z.object({ kind: z.literal('rename'), vm: vmNameSchema, name: vmNameSchema }),
  /** Removes a halted VM for good; with `keepsFiles` it is only registered no more, and folder and volumes stay. */
  z.object({ kind: z.literal('remove'), vm: vmNameSchema, keepsFiles: z.boolean() }),
  /** How the volumes of all VMs are named from now on, those that there are too. `vm` is dom0. */
  z.object({
    kind: z.literal('set-naming'),
    vm: vmNameSchema,
    scheme: namingSchemeSchema,
    /** What it was; in a plan it is never left out. */
    before: namingSchemeSchema.optional(),
  }),
  /** Where new volumes go on R4 when nobody says; null follows the pool for all of them. `vm` is dom0, as of the next two. */
  z.object({
    kind: z.literal('set-default-pool'),
    vm: vmNameSchema,
    use: poolUseSchema,
    pool: poolIdSchema.nullable(),
  }),
  /** Makes a pool known to an R4. What it is made of is there already. */
  z.object({
    kind: z.literal('add-pool'),
    vm: vmNameSchema,
    name: z.string().min(1),
    driver: z.string().min(1),
    options: z.record(z.string(), z.string()).readonly(),
  }),
  /** Makes an R4 forget a pool; what is in it stays on the disk. */
  z.object({ kind: z.literal('remove-pool'), vm: vmNameSchema, pool: poolIdSchema }),
]);
export type Action = z.infer<typeof actionSchema>;
export type ActionOf<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;
