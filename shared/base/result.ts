/** An expected outcome, good or bad, as a value. What throws instead is a defect. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
export const done: { readonly ok: true; readonly value: undefined } = ok(undefined);
