import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { readException } from './read-reply.ts';

export interface AdminEvent {
  /** The VM it happened to; empty for the system as a whole. */
  readonly subject: string;
  /** Such as `property-set:autostart`. */
  readonly name: string;
  /** All as Python prints it: `True`, `None`, the name of a VM. */
  readonly facts: ReadonlyMap<string, string>;
}

/** Takes a stream of events apart: frames come several in one piece, and one in several. */
export class EventFrames {
  readonly #call: string;
  #pending = Buffer.alloc(0);

  constructor(call: string) {
    this.#call = call;
  }

  /** The events that `chunk` completes. After a failure the rest of the stream cannot be understood. */
  push(chunk: Buffer): Result<readonly AdminEvent[], Failure> {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const events: AdminEvent[] = [];
    let from = 0;
    for (;;) {
      const frame = readFrame(this.#pending, from);
      if (frame === 'incomplete') break;
      if (frame === 'no-event') return err(this.#notAnEvent(this.#pending.subarray(from)));
      events.push(frame.event);
      from = frame.end;
    }
    this.#pending = this.#pending.subarray(from);
    return ok(events);
  }

  /** qubesd may answer with an exception instead of a stream. */
  #notAnEvent(rest: Buffer): Failure {
    if (rest.toString('latin1', 0, 2) === '2\0') return readException(this.#call, rest.subarray(2));
    const detail = `a frame begins with ${JSON.stringify(rest.toString('latin1', 0, 20))}`;
    return { code: 'admin-reply-unreadable', call: this.#call, detail };
  }
}

/** `1\0SUBJECT\0EVENT\0(KEY\0VALUE\0)*\0`: an empty key ends it, an empty value does not. */
function readFrame(
  bytes: Buffer,
  start: number,
): { readonly event: AdminEvent; readonly end: number } | 'incomplete' | 'no-event' {
  let at = start;
  const next = (): string | undefined => {
    const end = bytes.indexOf(0, at);
    if (end === -1) return undefined;
    const field = bytes.toString('utf8', at, end);
    at = end + 1;
    return field;
  };
  const type = next();
  if (type === undefined) return bytes.length - start > 1 ? 'no-event' : 'incomplete';
  // An exception is looked at when it is all there.
  if (type === '2') return [next(), next(), next()].includes(undefined) ? 'incomplete' : 'no-event';
  if (type !== '1') return 'no-event';
  const [subject, name] = [next(), next()];
  if (subject === undefined || name === undefined) return 'incomplete';
  const facts = new Map<string, string>();
  for (;;) {
    const key = next();
    if (key === '') return { event: { subject, name, facts }, end: at };
    const value = key === undefined ? undefined : next();
    if (key === undefined || value === undefined) return 'incomplete';
    facts.set(key, value);
  }
}
