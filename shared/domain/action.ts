import { z } from 'zod';
import { poolIdSchema, vmNameSchema } from './ids.ts';
import { storageTypeSchema } from './volume.ts';

/** What a person asks for. It becomes a plan first, and the plan becomes a job. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('migrate'),
    vm: vmNameSchema,
    to: storageTypeSchema,
    /** Left out: the pool that the agent detected. */
    pool: poolIdSchema.optional(),
  }),
]);
export type Action = z.infer<typeof actionSchema>;
export type ActionOf<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;
