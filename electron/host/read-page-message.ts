import * as z from 'zod';
import type { PageMessage } from './host-message.ts';

const pageMessageSchema = z.object({ id: z.number().int(), name: z.string(), input: z.unknown() });

/** Undefined for what no preload of ours would have sent. */
export function readPageMessage(payload: string): PageMessage | undefined {
  try {
    return pageMessageSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
