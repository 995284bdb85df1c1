import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './cdp-connection.ts';
import type { ChromiumProfile } from './chromium-profile.ts';

const keptStderrBytes = 4096;

export interface ChromiumExit {
  readonly exitCode: number | null;
  /** The last of what it said, for the case that it never opened a window. */
  readonly stderr: string;
}

export interface ChromiumProcess {
  readonly connection: CdpConnection;
  /** Settles once the process is gone, or could not be started; never rejects. */
  readonly exited: Promise<ChromiumExit>;
  kill(): void;
}

/**
 * Starts Chromium with its debugging pipe on descriptors 3 and 4. It ends by itself when the pipe closes, so it does
 * not outlive us however we end. The profile's lock is handed down, so that the profile stays locked as long as anybody uses it.
 */
export function startChromium(
  program: string,
  args: readonly string[],
  { dir, lockFd }: Pick<ChromiumProfile, 'dir' | 'lockFd'>,
): ChromiumProcess {
  // In a session of its own, so that Ctrl-C in a terminal reaches us alone and we close it in order.
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', lockFd],
    detached: true,
    // Reports of crashes, which nobody is sent, would otherwise lie in the folder of a person's own Chromium.
    env: { ...process.env, BREAKPAD_DUMP_LOCATION: join(dir, 'Crash Reports') },
  });
  const [, , errors, toBrowser, fromBrowser] = child.stdio;
  let stderr = '';
  (errors as Readable).setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-keptStderrBytes);
  });
  const exited = new Promise<ChromiumExit>((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, stderr: error.message }));
    child.once('exit', (exitCode) => resolve({ exitCode, stderr }));
  });
  const connection = new CdpConnection(toBrowser as Writable, fromBrowser as Readable);
  return { connection, exited, kill: () => void child.kill('SIGKILL') };
}
