import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { FileSystemGrowth } from '../hypervisor.ts';
import { extFileSystemBytes } from './ext-file-system.ts';

/** `-f`: also one that says it is clean, without which resize2fs does not begin; `-p`: repairs what is safe to repair. */
export const checkFileSystem = (path: string): Command => ({
  program: '/usr/sbin/e2fsck',
  args: ['-f', '-p', '--', path],
});

/** Without a size it takes all that there is. */
export const resizeFileSystem = (path: string): Command => ({ program: '/usr/sbin/resize2fs', args: ['--', path] });

/** e2fsck(8), "Exit code": errors were there and are repaired. */
const repairedCodes: readonly (number | null)[] = [1, 2, 3];

/**
 * Grows the file system of an image or a device that nobody has open to all of it, inside the sandbox's own kernel. Done
 * again, also after a crash in the middle, it checks first.
 */
export async function growFileSystem(runner: CommandRunner, path: string): Promise<Result<FileSystemGrowth, Failure>> {
  if ((await extFileSystemBytes(path)) === undefined) return ok({ kind: 'none' });
  const checked = await runner.run(checkFileSystem(path));
  if (!checked.ok && !isRepaired(checked.error)) return needsCheck(checked.error);
  const resized = await runner.run(resizeFileSystem(path));
  if (!resized.ok) return needsCheck(resized.error);
  const sizeBytes = await extFileSystemBytes(path);
  return ok(sizeBytes === undefined ? { kind: 'none' } : { kind: 'grown', sizeBytes });
}

const isRepaired = (failure: Failure): boolean =>
  failure.code === 'command-failed' && repairedCodes.includes(failure.exitCode);

/** That it cannot be grown is what came of it; that a program is not there is a failure. */
function needsCheck(failure: Failure): Result<FileSystemGrowth, Failure> {
  if (failure.code !== 'command-failed') return { ok: false, error: failure };
  const { program, exitCode, stderr } = failure;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return ok({
    kind: 'needs-check',
    detail: `${program} ended with ${exitCode ?? 'a signal'}${said === '' ? '' : `: ${said}`}`,
  });
}
