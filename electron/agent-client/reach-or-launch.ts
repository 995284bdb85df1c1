import { setTimeout as sleep } from 'node:timers/promises';
import { err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { connectAgent, type AgentConnection } from './agent-connection.ts';
import type { LaunchedProcess } from './launch-process.ts';

export interface LaunchableAgent {
  readonly socketPath: string;
  /** Root in dom0; everybody else is told to become it. */
  readonly mayLaunch: boolean;
  readonly launchAgent: () => LaunchedProcess;
  /** What a person types after `sudo` when root is needed. */
  readonly commandLine: string;
  readonly signal?: AbortSignal | undefined;
  /** How long a service manager is given to bring back an agent that died; 0 where there is none. */
  readonly restartWaitMs?: number;
  readonly startWaitMs?: number;
}

const attemptEveryMs = 100;
const earlierAgentWaitMs = 2_000;

/**
 * Connects to an agent of this machine. Who may starts one where none was ever started; it stays when we go. A socket that
 * nobody answers belongs to an agent that died: its service manager, who knows how it is to be started, goes first.
 */
export async function reachOrLaunch(reach: LaunchableAgent): Promise<Result<AgentConnection, Failure>> {
  const { socketPath, signal } = reach;
  const first = await connectAgent(socketPath, { signal });
  if (first.ok || first.error.code !== 'agent-unreachable') return first;
  if (first.error.detail === 'ECONNREFUSED') {
    const restarted = await connectWithin(reach.restartWaitMs ?? 20_000, reach, never);
    if (restarted.ok || restarted.error.code === 'cancelled') return restarted;
  }
  if (!reach.mayLaunch) return err({ code: 'needs-root', program: reach.commandLine });
  return connectWithin(reach.startWaitMs ?? 15_000, reach, reach.launchAgent().ended);
}

const never = new Promise<string>(() => undefined);

async function connectWithin(
  waitMs: number,
  { socketPath, signal }: LaunchableAgent,
  ended: Promise<string>,
): Promise<Result<AgentConnection, Failure>> {
  let deadline = performance.now() + waitMs;
  let howItEnded: string | undefined;
  void ended.then((how) => {
    howItEnded = how;
    // Perhaps another client's agent was a moment earlier, and is about to listen.
    deadline = Math.min(deadline, performance.now() + earlierAgentWaitMs);
  });
  for (;;) {
    await sleep(attemptEveryMs);
    const attempt = await connectAgent(socketPath, { signal });
    if (attempt.ok || attempt.error.code === 'cancelled') return attempt;
    if (performance.now() < deadline) continue;
    if (howItEnded === undefined) return attempt;
    return err({ code: 'agent-unreachable', socket: socketPath, detail: `it ended at once (${howItEnded})` });
  }
}
