import PQueue from 'p-queue';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminCalls, CallOptions } from './admin-calls.ts';
import { adminRequest, callText, type AdminRequest } from './admin-request.ts';
import type { AdminTransport } from './admin-transport.ts';
import { EventFrames, type AdminEvent } from './event-frames.ts';
import { readReply } from './read-reply.ts';

/** qubesd works in one thread: more calls at a time are not answered sooner, and from a qube each is a process (facts §1.1). */
const callsAtATime = 10;

/** Calls qubesd, over whatever transport. */
export class AdminClient implements AdminCalls {
  readonly #transport: AdminTransport;
  readonly #queue = new PQueue({ concurrency: callsAtATime });

  constructor(transport: AdminTransport) {
    this.#transport = transport;
  }

  /** The reply's data. Aborting `signal` leaves it open whether the call is carried out. */
  call(request: AdminRequest, { signal }: CallOptions = {}): Promise<Result<Buffer, Failure>> {
    return this.#queue.add(async () => {
      if (signal?.aborted === true) return err({ code: 'cancelled' });
      const chunks: Buffer[] = [];
      const ended = await this.#transport.exchange(request, (chunk) => void chunks.push(chunk), { signal });
      return ended.ok ? readReply(callText(request), Buffer.concat(chunks)) : ended;
    });
  }

  /** Tells every event of the system, until the stream ends or `signal` aborts; both are no failure. */
  async listen(onEvent: (event: AdminEvent) => void, { signal }: CallOptions): Promise<Result<void, Failure>> {
    const request = adminRequest('admin.Events', 'dom0');
    const frames = new EventFrames(callText(request));
    const broken = new AbortController();
    const failures: Failure[] = [];
    let answeredBytes = 0;
    const onData = (chunk: Buffer): void => {
      answeredBytes += chunk.length;
      if (broken.signal.aborted) return;
      const events = frames.push(chunk);
      if (events.ok) events.value.forEach(onEvent);
      else {
        failures.push(events.error);
        broken.abort();
      }
    };
    const either = AbortSignal.any([broken.signal, ...(signal === undefined ? [] : [signal])]);
    const ended = await this.#transport.exchange(request, onData, { signal: either });
    const [failure] = failures;
    if (failure !== undefined) return err(failure);
    if (signal?.aborted === true) return done;
    if (!ended.ok || answeredBytes > 0) return ended;
    return err({ code: 'admin-refused', call: callText(request), by: 'qubesd' });
  }
}
