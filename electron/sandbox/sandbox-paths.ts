import { createHash } from 'node:crypto';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Where everything of one sandbox lies. All of it in `dir`, except sockets whose path would be too long for the kernel. */
export interface SandboxPaths {
  readonly dir: string;
  /** Written last by `create`: a folder without it holds no sandbox. */
  readonly recordPath: string;
  /** Written first by `create`: a folder with it and without the record is a failed attempt of ours, and may be removed. */
  readonly markerPath: string;
  /** Held by the one process that owns the running machine, or creates or destroys the sandbox. */
  readonly lockPath: string;
  /** The box's own files: the only folder of the host that it can write. */
  readonly boxDir: string;
  readonly logPath: string;
  readonly consolePath: string;
  readonly socketDir: string;
  readonly agentSocketPath: string;
  readonly controlSocketPath: string;
}

/** `sun_path` holds 108 bytes, the closing zero included. */
const maxSocketPathBytes = 107;

export function defaultSandboxDir(env: NodeJS.ProcessEnv = process.env): string {
  const stateHome = env['XDG_STATE_HOME'] ?? '';
  return join(stateHome === '' ? join(homedir(), '.local', 'state') : stateHome, 'qubes-storage-manager', 'sandbox');
}

/** The same folder must lead every client to the same sockets, so the short name is derived from the long one. */
function shortSocketDir(dir: string, env: NodeJS.ProcessEnv): string {
  const runtimeDir = env['XDG_RUNTIME_DIR'] ?? '';
  const parent =
    runtimeDir === '' ? join(tmpdir(), `qubes-storage-${userInfo().uid}`) : join(runtimeDir, 'qubes-storage');
  return join(parent, createHash('sha256').update(dir).digest('hex').slice(0, 16));
}

export function sandboxPaths(sandboxDir: string, env: NodeJS.ProcessEnv = process.env): SandboxPaths {
  const dir = resolve(sandboxDir);
  const isShort = Buffer.byteLength(join(dir, 'control.sock')) <= maxSocketPathBytes;
  const socketDir = isShort ? dir : shortSocketDir(dir, env);
  return {
    dir,
    recordPath: join(dir, 'sandbox.json'),
    markerPath: join(dir, 'creating'),
    lockPath: join(dir, 'owner.lock'),
    boxDir: join(dir, 'box'),
    logPath: join(dir, 'owner.log'),
    consolePath: join(dir, 'console.log'),
    socketDir,
    agentSocketPath: join(socketDir, 'agent.sock'),
    controlSocketPath: join(socketDir, 'control.sock'),
  };
}
