import type { Failure } from '#shared/domain/failure.ts';

/** Whether qubesd said this with an exception of one of these types. */
export const isException = (failure: Failure, ...types: readonly string[]): boolean =>
  failure.code === 'admin-exception' && types.includes(failure.type);
