import { assertNever } from '#shared/base/assert-never.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { SystemKind } from '#shared/domain/system.ts';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { adminStateDir, qubesdSocketPath } from './admin-paths.ts';
import type { AgentConnection } from './agent-connection.ts';
import { connectAnswering } from './connect-answering.ts';
import { dom0AgentSocketPath, dom0StateDir } from './dom0-paths.ts';
import { launchProcess } from './launch-process.ts';
import { reachOrLaunch } from './reach-or-launch.ts';

/** Boots the sandbox if need be, creates it too where the caller wants that, and tells where its agent listens. */
export type OpenSandbox = (options: {
  readonly onStage: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}) => Promise<Result<{ readonly agentSocketPath: string }, Failure>>;

export interface ReachOptions {
  readonly system: SystemKind;
  /** Where another qubesd than this machine's listens. */
  readonly qubesdSocket?: string | undefined;
  /** Handed in, because the client of an agent does not know how a machine is built. */
  readonly openSandbox: OpenSandbox;
  /** `dist/agent.mjs`, for a dom0 whose agent is not running. */
  readonly agentBundlePath: string;
  /** What a person types after `sudo` when root is needed. */
  readonly commandLine: string;
  /** Told what takes time, a line at a time. */
  readonly onStage: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A connection to the agent of the system asked for, started if need be. The caller closes it. */
export async function reachAgent(options: ReachOptions): Promise<Result<AgentConnection, Failure>> {
  const { system, signal } = options;
  switch (system) {
    case 'sandbox': {
      const sandbox = await options.openSandbox({ onStage: options.onStage, signal });
      return sandbox.ok ? connectAnswering(sandbox.value.agentSocketPath, { signal }) : sandbox;
    }
    case 'dom0':
      return reachOrLaunch({
        socketPath: dom0AgentSocketPath,
        mayLaunch: process.geteuid?.() === 0,
        launchAgent: () => launchProcess(process.execPath, dom0AgentArguments(options.agentBundlePath)),
        commandLine: options.commandLine,
        signal,
      });
    case 'admin':
      return reachAdmin(options);
    default:
      return assertNever(system);
  }
}

const dom0AgentArguments = (agentBundlePath: string): readonly string[] => [
  agentBundlePath,
  ...['--system', 'dom0'],
  ...['--socket', dom0AgentSocketPath],
  ...['--state', dom0StateDir],
  ...['--hypervisor', 'xl'],
];

/** The agent of a Qubes R4 needs no rights but its user's, and each user has one. */
function reachAdmin(options: ReachOptions): Promise<Result<AgentConnection, Failure>> {
  const qubesd = options.qubesdSocket ?? qubesdSocketPath;
  const stateDir = adminStateDir(qubesd);
  const socketPath = join(stateDir, 'agent.sock');
  // Without a qubesd of its own this is a management qube, from which calls go by qrexec.
  const isHere = options.qubesdSocket !== undefined || existsSync(qubesd);
  const args = [
    options.agentBundlePath,
    ...['--system', 'admin'],
    ...['--socket', socketPath],
    ...['--state', stateDir],
    ...(isHere ? ['--qubesd-socket', qubesd] : []),
  ];
  return reachOrLaunch({
    socketPath,
    mayLaunch: true,
    launchAgent: () => launchProcess(process.execPath, args),
    commandLine: options.commandLine,
    signal: options.signal,
    restartWaitMs: 0,
  });
}
