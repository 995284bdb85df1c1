import * as z from 'zod';
import { blockerSchema } from './blocker.ts';
import { bytesSchema, findingIdSchema, jobIdSchema, poolIdSchema, vmNameSchema } from './ids.ts';
import { volumeRoleSchema } from './volume.ts';

const failure = <Code extends string, Facts extends z.core.$ZodLooseShape>(code: Code, facts: Facts) =>
  z.object({ code: z.literal(code), ...facts });

/**
 * Everything that is expected to go wrong, as a code with the facts that its sentence needs (`shared/text/failure-text.ts`).
 * A refusal by a rule carries its blockers; what is not listed here is a defect and arrives as `internal`.
 */
export const failureSchema = z.discriminatedUnion('code', [
  failure('refused', { blockers: z.array(blockerSchema).readonly() }),
  failure('cancelled', {}),
  failure('internal', { reference: z.string() }),
  failure('bad-request', { detail: z.string() }),
  failure('plan-changed', {}),
  failure('vm-not-found', { vm: z.string() }),
  failure('job-not-found', { job: z.string() }),
  failure('job-not-in-state', { job: jobIdSchema, state: z.string(), act: z.string() }),
  // The registry
  failure('registry-missing', { path: z.string() }),
  failure('registry-damaged', {
    path: z.string(),
    line: z.number().nullable(),
    column: z.number().nullable(),
    detail: z.string(),
    newestGoodBackup: z.string().nullable(),
  }),
  failure('registry-locked', { path: z.string() }),
  failure('registry-write-failed', { path: z.string(), detail: z.string() }),
  failure('switch-uncertain', { path: z.string() }),
  failure('vm-changed', { vm: vmNameSchema }),
  failure('name-taken', { name: z.string() }),
  // Programs and LVM
  failure('program-missing', { program: z.string() }),
  failure('command-failed', { program: z.string(), exitCode: z.number().nullable(), stderr: z.string() }),
  failure('lvm-not-answering', { seconds: z.number() }),
  failure('report-unreadable', { program: z.string(), detail: z.string() }),
  /** No volume group that lvm2 finds has a thin pool. */
  failure('no-thin-pool', {}),
  /** A disk of it is gone. */
  failure('volume-group-partial', { volumeGroup: z.string() }),
  failure('pool-not-found', { pool: z.string() }),
  failure('pool-ambiguous', { pool: z.string(), names: z.array(z.string()).readonly() }),
  failure('volume-not-found', { vm: vmNameSchema, role: volumeRoleSchema }),
  failure('volume-in-use', { volume: z.string() }),
  failure('nothing-committed', { vm: vmNameSchema, role: volumeRoleSchema }),
  failure('revert-unfinished', { vm: vmNameSchema }),
  failure('revision-gone', { vm: vmNameSchema, role: volumeRoleSchema }),
  failure('not-for-a-session', { vm: vmNameSchema, volume: z.string() }),
  failure('kept-changed', { path: z.string() }),
  failure('finding-not-found', { finding: z.string() }),
  failure('several-adopters', { finding: z.string(), candidates: z.array(vmNameSchema).readonly() }),
  failure('still-found', { findings: z.array(findingIdSchema).readonly() }),
  failure('guest-failed', { vm: vmNameSchema, detail: z.string() }),
  // Devices
  failure('device-not-found', { device: z.string() }),
  /** null: to no VM at all. */
  failure('device-not-attached', { vm: vmNameSchema.nullable(), device: z.string() }),
  failure('device-not-assigned', { vm: vmNameSchema, device: z.string() }),
  // Copying
  failure('source-changed', { vm: vmNameSchema, role: volumeRoleSchema }),
  failure('read-failed', { path: z.string(), atByte: z.number(), detail: z.string() }),
  failure('write-failed', { path: z.string(), atByte: z.number(), detail: z.string() }),
  failure('verify-mismatch', { path: z.string(), atByte: z.number() }),
  failure('pool-full', { pool: poolIdSchema, neededBytes: bytesSchema, freeBytes: bytesSchema }),
  failure('file-failed', { path: z.string(), detail: z.string() }),
  // Qubes' Admin API
  failure('admin-unreachable', { via: z.string(), detail: z.string() }),
  failure('admin-refused', { call: z.string(), by: z.enum(['policy', 'qubesd']) }),
  failure('admin-exception', { call: z.string(), type: z.string(), message: z.string() }),
  failure('admin-cut-off', { call: z.string() }),
  failure('admin-reply-unreadable', { call: z.string(), detail: z.string() }),
  failure('still-referred-to', { vm: vmNameSchema, by: z.array(z.string()).readonly() }),
  /** A qube that was made is not as it was asked for. */
  failure('not-as-asked', { vm: vmNameSchema, what: z.array(z.string()).readonly() }),
  failure('copy-incomplete', { vm: vmNameSchema, volume: z.string(), detail: z.string() }),
  failure('volumes-left', { vm: vmNameSchema, pool: z.string(), vids: z.array(z.string()).readonly() }),
  // Reaching an agent
  failure('agent-unreachable', { socket: z.string(), detail: z.string() }),
  failure('agent-gone', {}),
  failure('agent-mismatch', { ours: z.number(), theirs: z.number() }),
  failure('needs-root', { program: z.string() }),
  failure('system-unavailable', { system: z.string(), detail: z.string() }),
  // The sandbox
  failure('sandbox-exists', { dir: z.string() }),
  failure('sandbox-absent', { dir: z.string() }),
  failure('sandbox-busy', { dir: z.string() }),
  failure('programs-missing', {
    programs: z.array(z.string()).readonly(),
    packages: z.array(z.string()).readonly(),
  }),
  failure('sandbox-boot-failed', { dir: z.string(), console: z.string() }),
  failure('sandbox-namespaces-refused', { detail: z.string() }),
  failure('sandbox-dir-taken', { dir: z.string() }),
  failure('sandbox-locked', { dir: z.string() }),
  failure('sandbox-lost', { dir: z.string() }),
  failure('sandbox-share-refused', { hostDir: z.string(), detail: z.string() }),
  failure('sandbox-source-invalid', { dir: z.string(), detail: z.string() }),
  failure('sandbox-seed-failed', { detail: z.string() }),
  failure('host-disk-full', { path: z.string(), neededBytes: bytesSchema, freeBytes: bytesSchema }),
]);
export type Failure = z.infer<typeof failureSchema>;
export type FailureOf<Code extends Failure['code']> = Extract<Failure, { readonly code: Code }>;
