import { err, ok, type Result } from '#shared/base/result.ts';
import type { Damage } from './damage.ts';

const lineFeed = 0x0a;

/** Null for bytes that are no UTF-8. A byte order mark stays in the text, so that encoding it again gives the same bytes. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 never has a line feed inside a character, so lines can be tried one by one. */
function firstUndecodableLine(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(lineFeed, start);
    if (end === -1 || decode(bytes.subarray(start, end)) === null) return line;
    start = end + 1;
  }
}

export function decodeUtf8(bytes: Buffer): Result<string, Damage> {
  const text = decode(bytes);
  if (text !== null) return ok(text);
  return err({ line: firstUndecodableLine(bytes), column: 1, detail: 'not valid UTF-8' });
}
