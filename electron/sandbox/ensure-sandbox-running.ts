import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { findAppRoot } from './app-root.ts';
import type { ChildProcess } from './child-processes.ts';
import { startProcess } from './child-processes.ts';
import { askOwner } from './control-client.ts';
import type { Lifetime } from './control-protocol.ts';
import { nothingResultSchema } from './control-protocol.ts';
import { checkPrograms } from './host-check.ts';
import type { SandboxPaths } from './sandbox-paths.ts';
import { sandboxPaths } from './sandbox-paths.ts';
import { readRecord } from './sandbox-record.ts';

const patienceMs = 120_000;
const retryMs = 40;

export interface RunningSandbox {
  readonly agentSocketPath: string;
  readonly controlSocketPath: string;
}

/** The owner outlives the client that starts it, and has no terminal; what it says goes to its log. */
function startOwner(paths: SandboxPaths, lifetime: Lifetime): ChildProcess {
  const log = openSync(paths.logPath, 'w', 0o600);
  const program = join(findAppRoot(), 'dist', 'sandbox-owner.mjs');
  const owner = startProcess(process.execPath, [program, paths.dir, lifetime], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  closeSync(log);
  owner.unref();
  return owner;
}

const socketsOf = ({ agentSocketPath, controlSocketPath }: SandboxPaths): RunningSandbox => ({
  agentSocketPath,
  controlSocketPath,
});

async function attach(paths: SandboxPaths, lifetime: Lifetime): Promise<Result<null, Failure> | undefined> {
  const answer = await askOwner(paths, { kind: 'attach', lifetime });
  return answer === undefined ? undefined : nothingResultSchema.parse(answer.outcome);
}

/** Boots the sandbox unless it runs, and waits until its agent answers. Many clients may do this at once: one box comes of it. */
export async function ensureSandboxRunning(
  dir: string,
  { lifetime, signal }: { readonly lifetime: Lifetime; readonly signal?: AbortSignal },
): Promise<Result<RunningSandbox, Failure>> {
  const paths = sandboxPaths(dir);
  if ((await readRecord(paths)) === undefined) return err({ code: 'sandbox-absent', dir: paths.dir });
  const programs = checkPrograms();
  if (!programs.ok) return programs;
  const deadline = Date.now() + patienceMs;
  let owner: ChildProcess | undefined;
  while (Date.now() < deadline) {
    if (signal?.aborted === true) return err({ code: 'cancelled' });
    const attached = await attach(paths, lifetime);
    if (attached?.ok === false) return attached;
    if (attached?.ok === true) return ok(socketsOf(paths));
    if (owner?.exitCode !== null && owner?.exitCode !== undefined && owner.exitCode !== 0) {
      return err({ code: 'sandbox-boot-failed', dir: paths.dir, console: await readFile(paths.logPath, 'utf8') });
    }
    // One that ended with 0 left the field to another owner, which has gone since.
    if (owner === undefined || owner.exitCode === 0 || owner.signalCode !== null) owner = startOwner(paths, lifetime);
    await sleep(retryMs);
  }
  return err({ code: 'sandbox-locked', dir: paths.dir });
}
