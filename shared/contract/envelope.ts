import * as z from 'zod';
import { failureSchema } from '../domain/failure.ts';

/** What travels on the agent's socket: one JSON object a line, UTF-8, at most `maxLineBytes`. */
export const maxLineBytes = 16 * 2 ** 20;

export const requestMessageSchema = z.object({
  id: z.number().int().nonnegative(),
  method: z.string(),
  params: z.unknown(),
});
export type RequestMessage = z.infer<typeof requestMessageSchema>;

export const replyMessageSchema = z.union([
  z.object({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ id: z.number().int(), ok: z.literal(false), error: failureSchema }),
]);
export type ReplyMessage = z.infer<typeof replyMessageSchema>;

export const eventMessageSchema = z.object({
  event: z.string(),
  /** One more than the event before it on this connection's agent; a gap means: open the session again. */
  sequence: z.number().int().positive(),
  payload: z.unknown(),
});
export type EventMessage = z.infer<typeof eventMessageSchema>;

export const serverMessageSchema = z.union([replyMessageSchema, eventMessageSchema]);
