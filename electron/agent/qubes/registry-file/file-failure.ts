import type { FailureOf } from '#shared/domain/failure.ts';

/** What the system said, in its own words: `EACCES: permission denied, open …`. */
export function systemErrorText(error: unknown): string {
  if (error instanceof Error && 'code' in error) return error.message;
  // No system call failed: a defect, which is not for here to explain.
  throw error;
}

export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** A failure to open or read the registry. */
export function openFailure(path: string, error: unknown): FailureOf<'registry-missing' | 'file-failed'> {
  if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return { code: 'registry-missing', path };
  return { code: 'file-failed', path, detail: systemErrorText(error) };
}
