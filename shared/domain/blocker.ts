import { z } from 'zod';
import { bytesSchema, jobIdSchema, vmNameSchema } from './ids.ts';
import { powerStateSchema, vmClassSchema } from './vm.ts';
import { storageTypeSchema, volumeRoleSchema } from './volume.ts';

const blocker = <Code extends string, Facts extends z.core.$ZodLooseShape>(code: Code, facts: Facts) =>
  z.object({ code: z.literal(code), ...facts });

const vm = { vm: vmNameSchema };

/** A reason why an action is not allowed now, with the facts that its sentence needs (`shared/text/blocker-text.ts`). */
export const blockerSchema = z.discriminatedUnion('code', [
  blocker('vm-not-halted', { ...vm, power: powerStateSchema }),
  blocker('volume-open', { ...vm, role: volumeRoleSchema }),
  blocker('job-on-vm', { ...vm, job: jobIdSchema }),
  blocker('class-not-movable', { ...vm, class: vmClassSchema }),
  blocker('class-has-no-autostart', { ...vm, class: vmClassSchema }),
  blocker('savefile-in-use', { ...vm, savefile: z.string() }),
  blocker('already-there', { ...vm, storageType: storageTypeSchema }),
  blocker('volume-inactive', { ...vm, role: volumeRoleSchema }),
  blocker('nothing-kept', { ...vm }),
  blocker('kept-open', { ...vm, path: z.string() }),
  blocker('child-on-kept', { ...vm, child: vmNameSchema }),
  blocker('image-missing', { ...vm, role: volumeRoleSchema, lookedFor: z.string() }),
  blocker('name-not-for-lvm', { ...vm, volume: z.string(), part: z.string() }),
  blocker('target-name-taken', { ...vm, volume: z.string(), pool: z.string() }),
  blocker('no-thin-pool', { detail: z.string() }),
  blocker('pool-not-found', { pool: z.string() }),
  blocker('pool-unhealthy', { pool: z.string(), health: z.string() }),
  blocker('pool-too-small', { pool: z.string(), neededBytes: bytesSchema, freeBytes: bytesSchema }),
  blocker('pool-past-gate', {
    pool: z.string(),
    part: z.enum(['data', 'metadata']),
    afterFraction: z.number(),
    gateFraction: z.number(),
  }),
  blocker('registry-unreadable', { path: z.string() }),
]);
export type Blocker = z.infer<typeof blockerSchema>;
export type BlockerOf<Code extends Blocker['code']> = Extract<Blocker, { readonly code: Code }>;
