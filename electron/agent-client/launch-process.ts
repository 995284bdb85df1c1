import { spawn } from 'node:child_process';

/** A program that goes on when we end. */
export interface LaunchedProcess {
  /** Settles when it ends while we are still there; the detail says how, or why it did not start at all. */
  readonly ended: Promise<string>;
}

/** Starts `program` in a session of its own, with nothing to read and nowhere to print. */
export function launchProcess(program: string, args: readonly string[]): LaunchedProcess {
  const child = spawn(program, [...args], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
    // In Electron's process our own program is Electron, which then has to be told to be Node.
    env: { ...process.env, LC_ALL: 'C', ELECTRON_RUN_AS_NODE: '1' },
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === null ? `killed by ${signal ?? 'a signal'}` : `status ${code}`),
    );
  });
  child.unref();
  return { ended };
}
