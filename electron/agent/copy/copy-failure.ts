import { err } from '#shared/base/result.ts';
import type { FailureOf } from '#shared/domain/failure.ts';

/** What an image can do to a copy, with the offset where it did. */
export type CopyFailure = FailureOf<'read-failed' | 'write-failed' | 'verify-mismatch'>;

const detailOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export const readFailed = (path: string, atByte: number, cause: unknown) =>
  err<CopyFailure>({ code: 'read-failed', path, atByte, detail: detailOf(cause) });

export const writeFailed = (path: string, atByte: number, cause: unknown) =>
  err<CopyFailure>({ code: 'write-failed', path, atByte, detail: detailOf(cause) });

export const mismatch = (path: string, atByte: number) => err<CopyFailure>({ code: 'verify-mismatch', path, atByte });
