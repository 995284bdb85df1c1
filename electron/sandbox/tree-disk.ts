import { lstat, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import { done, err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { runProgram } from './child-processes.ts';

const blockBytes = 512;
const reportEveryMs = 250;

/** How much there really is in a tree, holes not counted. Throws where it may not look. */
export async function allocatedBytes(dir: string): Promise<number> {
  let total = 0;
  for await (const entry of await opendir(dir)) {
    const path = join(dir, entry.name);
    total += (await lstat(path)).blocks * blockBytes;
    if (entry.isDirectory()) total += await allocatedBytes(path);
  }
  return total;
}

/** `allocatedBytes` of somebody's own tree; fails if it does not look like a /var/lib/qubes. */
export async function measureTree(dir: string): Promise<Result<number, Failure>> {
  const isThere = await stat(join(dir, 'qubes.xml')).then(
    (registry) => registry.isFile(),
    () => false,
  );
  if (!isThere) return err({ code: 'sandbox-source-invalid', dir, detail: 'it holds no qubes.xml' });
  try {
    return ok(await allocatedBytes(dir));
  } catch (error) {
    return err({ code: 'sandbox-source-invalid', dir, detail: (error as Error).message });
  }
}

/**
 * Makes an ext4 disk image of the size that `diskPath` has, with a copy of the tree at its top. mke2fs does it without
 * mounting anything; it skips the holes of the source, and makes holes of its runs of zeros.
 */
export async function fillDiskFromTree(
  treeDir: string,
  diskPath: string,
  {
    totalBytes,
    onFraction,
    signal,
  }: {
    readonly totalBytes: number;
    readonly onFraction: (doneFraction: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Result<undefined, Failure>> {
  const watching = new AbortController();
  const watch = async (): Promise<void> => {
    while (!watching.signal.aborted) {
      onFraction(Math.min(1, ((await stat(diskPath)).blocks * blockBytes) / Math.max(1, totalBytes)));
      await sleep(reportEveryMs, undefined, { signal: watching.signal }).catch(() => undefined);
    }
  };
  const watched = watch();
  const options = ['-m', '0', '-L', 'dom0', '-E', 'root_owner=0:0', '-d', treeDir];
  const outcome = await runProgram('/usr/sbin/mke2fs', ['-q', '-F', '-t', 'ext4', ...options, diskPath], { signal });
  watching.abort();
  await watched;
  if (signal?.aborted === true) return err({ code: 'cancelled' });
  if (outcome.exitCode !== 0) return err({ code: 'sandbox-seed-failed', detail: outcome.stderr.trim() });
  return done;
}
