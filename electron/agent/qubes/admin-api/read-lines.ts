import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

/**
 * The lines of a reply that is a list. Nothing is trimmed: an empty value ends its line in a space that counts. Each line
 * ends in a newline, so that one without is the mark of a reply that was cut off.
 */
export function readLines(call: string, data: Buffer): Result<readonly string[], Failure> {
  const text = data.toString('utf8');
  if (text === '') return ok([]);
  return text.endsWith('\n') ? ok(text.slice(0, -1).split('\n')) : err({ code: 'admin-cut-off', call });
}

/** `KEY=VALUE`, once for each line; values hold equal signs as they please. */
export const keyValues = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(lines.map(splitAtFirst('=')));

/** `WORD REST`, or any other separator; without one all of it is the word. */
export const splitAtFirst =
  (separator: string) =>
  (text: string): readonly [string, string] => {
    const at = text.indexOf(separator);
    return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  };
