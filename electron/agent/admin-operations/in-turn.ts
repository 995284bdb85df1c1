import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** One after the other, until one fails. */
export async function inTurn<T>(
  items: Iterable<T>,
  act: (item: T) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  for (const item of items) {
    const result = await act(item);
    if (!result.ok) return result;
  }
  return done;
}

/** The values of all, or the first failure. */
export async function allOf<T>(asked: Iterable<Promise<Result<T, Failure>>>): Promise<Result<readonly T[], Failure>> {
  const values: T[] = [];
  for (const answer of await Promise.all(asked)) {
    if (!answer.ok) return answer;
    values.push(answer.value);
  }
  return { ok: true, value: values };
}
