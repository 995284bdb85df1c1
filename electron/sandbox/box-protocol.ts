import * as z from 'zod';

/** What the owner may ask of the supervisor by opening a stream, and what they tell each other beside the streams. */

/** Byte channels of a stream. `agent` speaks on `main` both ways; `exec` reads `main` and writes the other two. */
export const channel = { main: 0, stdout: 1, stderr: 2 } as const;

export const boxRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent') }),
  z.object({
    kind: z.literal('exec'),
    argv: z.tuple([z.string()], z.string()),
    env: z.record(z.string(), z.string()),
    /** The folder of this command's share in the state folder; null for a command without one. */
    share: z.string().nullable(),
  }),
]);
export type BoxRequest = z.infer<typeof boxRequestSchema>;

/** How a command in the box ended; `not-started` carries the sentence of the system. */
export const execOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), status: z.number().int() }),
  z.object({ kind: z.literal('killed'), signal: z.string() }),
  z.object({ kind: z.literal('not-started'), status: z.number().int(), detail: z.string() }),
]);
export type ExecOutcome = z.infer<typeof execOutcomeSchema>;

/** From the box to the owner. */
export const boxMessageSchema = z.discriminatedUnion('kind', [
  /** The agent answers, or has failed to for so long that only `exec` can help. */
  z.object({ kind: z.literal('ready'), isAgentUp: z.boolean() }),
  z.object({ kind: z.literal('seed-progress'), stage: z.string(), doneFraction: z.number() }),
  z.object({ kind: z.literal('seeded') }),
  z.object({ kind: z.literal('seed-failed'), detail: z.string() }),
]);
export type BoxMessage = z.infer<typeof boxMessageSchema>;

/** From the owner to the box. */
export const ownerMessageSchema = z.object({ kind: z.literal('power-off') });
