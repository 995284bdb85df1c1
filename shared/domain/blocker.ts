import * as z from 'zod';
import { deviceOwnerSchema } from './device.ts';
import { findingSchema, remedySchema } from './finding.ts';
import { bytesSchema, deviceIdSchema, findingIdSchema, jobIdSchema, timestampSchema, vmNameSchema } from './ids.ts';
import { namingSchemeSchema } from './naming-scheme.ts';
import { poolUseSchema } from './pool.ts';
import { powerStateSchema, vmClassSchema } from './vm.ts';
import { storageTypeSchema, volumeRoleSchema } from './volume.ts';

const blocker = <Code extends string, Facts extends z.core.$ZodLooseShape>(code: Code, facts: Facts) =>
  z.object({ code: z.literal(code), ...facts });

const vm = { vm: vmNameSchema };
const device = { device: deviceIdSchema };

/** What speaks against a name for a new VM (`shared/rules/vm-names.ts`). */
const nameProblemSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('empty') }),
  z.object({ code: z.literal('too-long'), limit: z.number() }),
  z.object({ code: z.literal('first-character-no-letter'), character: z.string() }),
  z.object({ code: z.literal('character-not-allowed'), character: z.string() }),
  /** A word that the tools or Xen take for something else, as the whole name or as its end. */
  z.object({ code: z.literal('reserved'), word: z.string() }),
  /** Its volumes could not be called after it: LVM keeps this part for itself. */
  z.object({
    code: z.literal('reserved-by-lvm'),
    part: z.string(),
    /** The scheme of names under which it could be; null where it never could. */
    worksAs: namingSchemeSchema.nullable(),
  }),
]);
export type VmNameProblem = z.infer<typeof nameProblemSchema>;

/** A reason why an action is not allowed now, with the facts that its sentence needs (`shared/text/blocker-text.ts`). */
export const blockerSchema = z.discriminatedUnion('code', [
  blocker('vm-not-halted', { ...vm, power: powerStateSchema }),
  blocker('vm-not-in-power', { ...vm, power: powerStateSchema, needed: powerStateSchema }),
  blocker('volume-open', { ...vm, role: volumeRoleSchema }),
  blocker('job-on-vm', { ...vm, job: jobIdSchema }),
  blocker('class-not-movable', { ...vm, class: vmClassSchema }),
  blocker('class-has-no-autostart', { ...vm, class: vmClassSchema }),
  blocker('not-for-disposables', { ...vm }),
  blocker('disposables-need-lvm', { ...vm }),
  blocker('disposable-starts-once', { ...vm }),
  blocker('savefile-in-use', { ...vm, savefile: z.string() }),
  blocker('already-there', { ...vm, storageType: storageTypeSchema }),
  blocker('volume-inactive', { ...vm, role: volumeRoleSchema }),
  blocker('no-volume-of-its-own', { ...vm, class: vmClassSchema }),
  /** Its root is made anew from the template's at every start. */
  blocker('root-of-template', { ...vm, template: vmNameSchema }),
  blocker('shrink-refused', { ...vm, role: volumeRoleSchema, sizeBytes: bytesSchema, askedBytes: bytesSchema }),
  blocker('already-that-size', { ...vm, role: volumeRoleSchema, sizeBytes: bytesSchema }),
  blocker('nothing-kept', { ...vm }),
  blocker('kept-open', { ...vm, path: z.string() }),
  /** One of the volumes that the VM would need is not among what is kept. */
  blocker('kept-incomplete', { ...vm, role: volumeRoleSchema }),
  /** Somebody has written to it since it was left, its package for one. */
  blocker('kept-written', { ...vm, path: z.string(), since: timestampSchema }),
  /** Its package may have rewritten it, and no job tells what it was. */
  blocker('kept-of-package', { ...vm, path: z.string() }),
  blocker('child-running', { ...vm, child: vmNameSchema }),
  blocker('child-on-kept', { ...vm, child: vmNameSchema }),
  /** What an earlier move left there has the name that the volume would get. */
  blocker('kept-in-the-way', { ...vm, path: z.string() }),
  blocker('image-missing', { ...vm, role: volumeRoleSchema, lookedFor: z.string() }),
  blocker('volume-unavailable', { ...vm, role: volumeRoleSchema, volumeGroup: z.string() }),
  blocker('class-has-no-revisions', { ...vm, class: vmClassSchema }),
  blocker('root-is-of-template', { ...vm, template: vmNameSchema }),
  blocker('session-not-ended', { ...vm, role: volumeRoleSchema }),
  blocker('no-revisions', { ...vm, role: volumeRoleSchema }),
  blocker('revision-not-found', { ...vm, role: volumeRoleSchema, revision: z.string() }),
  blocker('child-runs-from-root', { ...vm, child: vmNameSchema }),
  blocker('files-have-one-revision', { ...vm }),
  blocker('name-not-for-lvm', {
    ...vm,
    volume: z.string(),
    part: z.string(),
    worksAs: namingSchemeSchema.nullable(),
  }),
  blocker('target-name-taken', { ...vm, volume: z.string(), pool: z.string() }),
  blocker('no-thin-pool', { detail: z.string() }),
  blocker('pool-not-found', { pool: z.string() }),
  blocker('pool-of-other-kind', { pool: z.string(), storageType: storageTypeSchema }),
  blocker('pool-unhealthy', { pool: z.string(), health: z.string() }),
  blocker('pool-too-small', { pool: z.string(), neededBytes: bytesSchema, freeBytes: bytesSchema }),
  blocker('pool-past-gate', {
    pool: z.string(),
    part: z.enum(['data', 'metadata']),
    afterFraction: z.number(),
    gateFraction: z.number(),
  }),
  blocker('class-not-clonable', { ...vm, class: vmClassSchema }),
  blocker('name-not-allowed', { name: z.string(), problem: nameProblemSchema }),
  /** A system that we only look at, and whose VMs we start and stop. */
  blocker('not-on-this-system', {}),
  /** Core-2 and R4 do not make VMs of the same things. */
  blocker('not-made-so-here', { option: z.enum(['root-image', 'storage', 'pools', 'for-disposables']) }),
  blocker('class-not-of-r4', { class: vmClassSchema }),
  blocker('class-not-for-disposables', { class: vmClassSchema }),
  blocker('gives-no-network', { netvm: z.string() }),
  blocker('template-needed', { class: vmClassSchema }),
  blocker('template-not-found', { template: z.string() }),
  blocker('template-not-suited', { template: z.string(), templateClass: vmClassSchema, class: vmClassSchema }),
  blocker('netvm-not-found', { netvm: z.string() }),
  blocker('netvm-not-suited', { netvm: z.string(), netvmClass: vmClassSchema }),
  blocker('class-has-no-netvm', { class: vmClassSchema }),
  blocker('size-follows-template', { role: volumeRoleSchema, template: z.string() }),
  blocker('root-follows-template', { template: z.string() }),
  blocker('size-too-small', { role: volumeRoleSchema, smallestBytes: bytesSchema }),
  blocker('numbers-exhausted', { limit: z.number() }),
  blocker('not-found-again', { finding: findingIdSchema }),
  /** What was found is not of a kind that this can be done about. */
  blocker('no-such-remedy', { finding: findingSchema, remedy: remedySchema }),
  blocker('nothing-missing', { ...vm, role: volumeRoleSchema }),
  blocker('name-taken', { name: z.string(), by: z.enum(['vm', 'folder', 'autostart-link']) }),
  blocker('job-unfinished', { ...vm, job: jobIdSchema }),
  blocker('class-not-changeable', { ...vm, class: vmClassSchema }),
  blocker('installed-by-rpm', { ...vm }),
  blocker('child-not-halted', { ...vm, child: vmNameSchema, power: powerStateSchema }),
  blocker('has-children', { ...vm, children: z.array(vmNameSchema).readonly() }),
  blocker('netvm-of-others', { ...vm, clients: z.array(vmNameSchema).readonly() }),
  blocker('drive-of-others', { ...vm, users: z.array(vmNameSchema).readonly() }),
  blocker('folder-not-own', { ...vm, path: z.string() }),
  blocker('class-takes-no-root', { class: vmClassSchema }),
  blocker('root-image-unusable', {
    path: z.string(),
    reason: z.enum(['missing', 'no-file', 'empty', 'in-use', 'of-qubes']),
  }),
  blocker('nothing-committed', { ...vm, role: volumeRoleSchema }),
  blocker('committed-stays-in-pool', { ...vm, role: volumeRoleSchema }),
  blocker('named-so-already', { scheme: namingSchemeSchema }),
  blocker('folder-missing', { ...vm, path: z.string() }),
  blocker('registry-unreadable', { path: z.string() }),
  // Devices
  blocker('vm-not-running', { ...vm, power: powerStateSchema }),
  blocker('class-takes-no-devices', { ...vm, class: vmClassSchema }),
  blocker('device-owned', { ...device, owner: deviceOwnerSchema, via: z.string().nullable() }),
  blocker('device-attached', { ...device, ...vm, frontend: z.string() }),
  blocker('device-changed', { ...device }),
  blocker('device-read-only', { ...device }),
  blocker('device-assigned', { ...device, ...vm }),
  blocker('assignments-need-r4', {}),
  blocker('assignment-mode-unknown', { mode: z.string() }),
  blocker('frontend-not-for-devices', { frontend: z.string() }),
  blocker('frontend-taken', { ...vm, frontend: z.string() }),
  blocker('no-frontend-left', { ...vm }),
  blocker('own-disk', { ...vm, frontend: z.string() }),
  // Moving between pools of R4
  blocker('pool-needed', {}),
  blocker('already-in-pool', { ...vm, pool: z.string() }),
  blocker('pool-holds-no-volumes', { pool: z.string(), driver: z.string() }),
  blocker('pool-holds-no-kernels', { pool: z.string(), driver: z.string() }),
  blocker('default-already', { pool: z.string(), use: poolUseSchema }),
  blocker('default-for-all-needed', {}),
  blocker('pool-in-use', { pool: z.string(), by: z.array(vmNameSchema).readonly() }),
  blocker('pool-is-default', { pool: z.string(), uses: z.array(poolUseSchema).readonly() }),
  blocker('pool-holds-pools', { pool: z.string(), pools: z.array(z.string()).readonly() }),
  /** Before R4.3 some qubesd destroy the data set with it (facts T12). */
  blocker('pool-would-be-destroyed', { pool: z.string() }),
  blocker('pool-name-not-allowed', { name: z.string() }),
  blocker('pool-name-taken', { name: z.string() }),
  blocker('driver-unknown', { driver: z.string(), drivers: z.array(z.string()).readonly() }),
  blocker('option-unknown', { driver: z.string(), option: z.string(), options: z.array(z.string()).readonly() }),
  blocker('option-value-not-allowed', { option: z.string() }),
  blocker('pool-not-measured', { pool: z.string() }),
  blocker('referrer-running', { ...vm, referrer: vmNameSchema, property: z.string() }),
  blocker('moved-by-other-job', { ...vm, job: z.string() }),
  blocker('session-not-committed', { ...vm, role: z.string(), path: z.string() }),
  blocker('volume-not-carried', { ...vm, volume: z.string() }),
  blocker('too-long-to-carry', { ...vm, what: z.enum(['notes', 'firewall']) }),
  /** Thin pools of one name in two volume groups, which qubesd takes for one (facts T4). */
  blocker('thin-pools-of-one-name', { thinPool: z.string() }),
  blocker('in-place-needs-root', {}),
  blocker('in-place-thin-only', {}),
  blocker('in-place-on-r4', {}),
]);
export type Blocker = z.infer<typeof blockerSchema>;
export type BlockerOf<Code extends Blocker['code']> = Extract<Blocker, { readonly code: Code }>;
