import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from '#shared/base/result.ts';

/** What was wrong with a line. `too-long` and `cut-short` are the last thing that a reader yields. */
export type LineFault =
  | { readonly kind: 'not-json'; readonly detail: string }
  | { readonly kind: 'too-long'; readonly maxLineBytes: number }
  | { readonly kind: 'cut-short'; readonly byteCount: number };

const newline = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseLine(line: Buffer): Result<unknown, LineFault> {
  try {
    return ok(JSON.parse(utf8.decode(line)));
  } catch (error) {
    return err({ kind: 'not-json', detail: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * The messages of a stream of newline-delimited JSON, in order; empty lines are skipped. Nothing is read ahead of the
 * consumer except what the stream buffers, and at most `maxLineBytes` of an unfinished line are held. Ends with the
 * stream, also when that breaks off with an error. However it ends, by leaving the loop early too, the stream is destroyed.
 */
export async function* readJsonLines(
  stream: Readable,
  { maxLineBytes }: { readonly maxLineBytes: number },
): AsyncGenerator<Result<unknown, LineFault>, void, undefined> {
  const pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of untilBroken(stream)) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      if (pendingBytes + end - from > maxLineBytes) return yield err({ kind: 'too-long', maxLineBytes });
      const line = Buffer.concat([...pending.splice(0), chunk.subarray(from, end)]);
      pendingBytes = 0;
      from = end + 1;
      if (line.length > 0) yield parseLine(line);
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
    pendingBytes += chunk.length - from;
    if (pendingBytes > maxLineBytes) return yield err({ kind: 'too-long', maxLineBytes });
  }
  if (pendingBytes > 0) yield err({ kind: 'cut-short', byteCount: pendingBytes });
}

/** A peer that was killed resets the connection: for a reader of messages that is an end like any other. */
async function* untilBroken(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch(() => undefined);
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/**
 * Sends one message. Resolves to true once the stream has taken it from our memory, which is later the slower the
 * reader is: who awaits it never piles up more than one message. False when the stream has ended. The stream needs an
 * `error` listener of its owner.
 */
export function writeJsonLine(stream: Writable, message: object): Promise<boolean> {
  if (!stream.writable) return Promise.resolve(false);
  return new Promise((resolve) => {
    stream.write(`${JSON.stringify(message)}\n`, (error) => {
      resolve(error === null || error === undefined);
    });
  });
}
