import { mkdir, realpath, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '#shared/base/result.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { jail, sharesDirName } from '../box-layout.ts';
import type { CommandOutcome } from '../child-processes.ts';
import { runProgram } from '../child-processes.ts';

/** Runs a program among the mounts of the jail, as its root; an ordinary user is that because the jail's namespace is theirs. */
function runInJail(machinePid: number, args: readonly string[]): Promise<CommandOutcome> {
  const asOwner = process.geteuid?.() === 0 ? [] : ['--user', '--preserve-credentials'];
  return runProgram('/usr/bin/nsenter', [
    '--target',
    String(machinePid),
    ...asOwner,
    '--mount',
    '--pid',
    '--',
    ...args,
  ]);
}

/** A mount that the host got after the machine's start is not in the jail; another folder would be shared in its place. */
async function isSameInJail(machinePid: number, dir: string): Promise<boolean> {
  const inside = await stat(join(`/proc/${machinePid}/root`, dir)).catch(() => undefined);
  const outside = await stat(dir);
  return inside?.ino === outside.ino && inside.dev === outside.dev;
}

async function checkShare(machinePid: number, hostDir: string): Promise<Result<string, Failure>> {
  const refuse = (detail: string) => err({ code: 'sandbox-share-refused' as const, hostDir, detail });
  const dir = await realpath(hostDir).catch(() => undefined);
  if (dir === undefined) return refuse('there is no such folder');
  if (!(await stat(dir)).isDirectory()) return refuse('it is not a folder');
  if (!(await isSameInJail(machinePid, dir)))
    return refuse('it lies on a file system that was mounted after the sandbox started');
  return ok(dir);
}

/** Takes the folder out of the jail again. Lazily, because a program of the box may still hold a file of it. */
export async function removeShare(machinePid: number, boxDir: string, name: string): Promise<void> {
  await runInJail(machinePid, ['/usr/bin/umount', '--lazy', `${jail.stateDir}/${sharesDirName}/${name}`]);
  await rmdir(join(boxDir, sharesDirName, name));
}

/** Makes a folder of the host writable for the machine, under the name of `name` in its shares; `removeShare` undoes it. */
export async function addShare(
  machinePid: number,
  boxDir: string,
  name: string,
  hostDir: string,
): Promise<Result<undefined, Failure>> {
  const checked = await checkShare(machinePid, hostDir);
  if (!checked.ok) return checked;
  await mkdir(join(boxDir, sharesDirName, name), { recursive: true });
  const target = `${jail.stateDir}/${sharesDirName}/${name}`;
  const mounts = [
    ['/usr/bin/mount', '--bind', checked.value, target],
    // A bind mount takes over the read-only state of its source, which is the jail's, and gives it up when told.
    ['/usr/bin/mount', '--options', 'remount,bind,rw', target],
  ];
  for (const mount of mounts) {
    const outcome = await runInJail(machinePid, mount);
    if (outcome.exitCode === 0) continue;
    await removeShare(machinePid, boxDir, name);
    return err({ code: 'sandbox-share-refused', hostDir, detail: outcome.stderr.trim() });
  }
  return ok(undefined);
}
