import type { Failure } from '#shared/domain/failure.ts';

/** Why a machine ended before it was up, from the last lines of what it said. */
export function bootFailure(dir: string, console: string): Failure {
  // The programs that make the jail prefix their complaints; without a jail nothing is started.
  const refused = console.split('\n').find((line) => /^(unshare|bwrap): /.test(line));
  if (refused !== undefined) return { code: 'sandbox-namespaces-refused', detail: refused };
  return { code: 'sandbox-boot-failed', dir, console };
}
