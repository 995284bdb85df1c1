import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminCalls } from './admin-calls.ts';
import { callText, type AdminRequest } from './admin-request.ts';
import { readLines } from './read-lines.ts';

/** Calls what answers with a list. */
export async function askLines(client: AdminCalls, request: AdminRequest): Promise<Result<readonly string[], Failure>> {
  const reply = await client.call(request);
  return reply.ok ? readLines(callText(request), reply.value) : reply;
}
