import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminRequest } from './admin-request.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** One call of qubesd after the other, as `AdminClient` makes them. */
export interface AdminCalls {
  call(request: AdminRequest, options?: CallOptions): Promise<Result<Buffer, Failure>>;
}

export interface Patience {
  readonly pauseMs: number;
  readonly forMs: number;
}

/** A restart of qubesd takes seconds, while VMs run on. */
export const usualPatience: Patience = { pauseMs: 1_000, forMs: 60_000 };

/** Waits for a qubesd that cannot be reached: nothing was sent to it yet, so that any call can be made again. */
export const patientCalls = (calls: AdminCalls, { pauseMs, forMs }: Patience): AdminCalls => ({
  async call(request, options) {
    const until = performance.now() + forMs;
    for (;;) {
      const reply = await calls.call(request, options);
      if (reply.ok || reply.error.code !== 'admin-unreachable' || performance.now() >= until) return reply;
      await sleep(pauseMs);
    }
  },
});
