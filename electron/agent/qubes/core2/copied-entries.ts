import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { isThere } from './is-there.ts';
import { volatileTar } from './tar-commands.ts';

/**
 * What core-2 and its menu hooks copy from the folder of a VM to that of one made like it (facts/qubes-r2.md §2.2, §3.3). `apps` is
 * left to the hooks: it names the VM in every file.
 */
export const copiedEntries = [
  'firewall.xml',
  volatileTar,
  'kernels',
  'apps.templates',
  'apps.tempicons',
  'whitelisted-appmenus.list',
  'vm-whitelisted-appmenus.list',
  'netvm-whitelisted-appmenus.list',
] as const;

/** Copies those that are there. */
export async function copyEntries(fromDir: string, toDir: string, signal: AbortSignal): Promise<Result<void, Failure>> {
  for (const name of copiedEntries) {
    if (signal.aborted) return err({ code: 'cancelled' });
    const from = join(fromDir, name);
    if (await isThere(from)) await cp(from, join(toDir, name), { recursive: true, verbatimSymlinks: true });
  }
  return done;
}
