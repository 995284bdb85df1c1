import * as z from 'zod';
import { failureSchema } from './failure.ts';
import { systemKindSchema } from './system.ts';

/** How the window stands with its agent. */
export const connectionSchema = z
  .discriminatedUnion('state', [
    /** `stage` is a line such as the sandbox's own report of what it is creating; null while there is nothing to tell. */
    z.object({ state: z.literal('connecting'), system: systemKindSchema, stage: z.string().nullable() }),
    z.object({ state: z.literal('ready'), system: systemKindSchema }),
    /** Tried again by itself unless `failure` needs a person. */
    z.object({ state: z.literal('lost'), system: systemKindSchema, failure: failureSchema, isRetrying: z.boolean() }),
  ])
  .readonly();
export type Connection = z.infer<typeof connectionSchema>;
