import * as z from 'zod';
import { failureSchema } from '#shared/domain/failure.ts';
import { execOutcomeSchema } from './box-protocol.ts';

/** What clients ask of a sandbox's owner on its control socket: one stream a request, and the answer is its outcome. */

export const lifetimes = ['explicit', 'implicit'] as const;
/** `explicit`: the box stays until somebody stops it. `implicit`: it powers off soon after its last client has left. */
export type Lifetime = (typeof lifetimes)[number];

export const controlRequestSchema = z.discriminatedUnion('kind', [
  /** Answered when the box serves. */
  z.object({ kind: z.literal('attach'), lifetime: z.enum(lifetimes) }),
  z.object({ kind: z.literal('status') }),
  /** Answered when no process of the box is left. */
  z.object({ kind: z.literal('stop'), isForced: z.boolean() }),
  /** Carries the three byte channels of `box-protocol.ts`. */
  z.object({
    kind: z.literal('exec'),
    argv: z.tuple([z.string()], z.string()),
    env: z.record(z.string(), z.string()),
    shareDir: z.string().nullable(),
  }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;
export type ExecControlRequest = Extract<ControlRequest, { readonly kind: 'exec' }>;

const resultSchema = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), error: failureSchema })]);

export const nothingResultSchema = resultSchema(z.null());
export const execResultSchema = resultSchema(execOutcomeSchema);
export const ownerStatusSchema = z.object({
  state: z.enum(['starting', 'running']),
  /** The host's process id of the machine; null while it starts. */
  pid: z.number().int().nullable(),
  startedAt: z.string(),
  lifetime: z.enum(lifetimes),
});
export type OwnerStatus = z.infer<typeof ownerStatusSchema>;
