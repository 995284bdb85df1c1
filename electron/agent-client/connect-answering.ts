import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { connectAgent, type AgentConnection } from './agent-connection.ts';

export interface AnsweringOptions {
  /** How long an agent that died is given to be back; its pauses between two starts grow to ten seconds. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const attemptEveryMs = 150;

/**
 * Connects through a relay. There a connection stands although the agent behind it has died and is just being started
 * again, and is cut at the first request; so it counts only once the agent has answered.
 */
export async function connectAnswering(
  socketPath: string,
  { waitMs = 20_000, signal }: AnsweringOptions,
): Promise<Result<AgentConnection, Failure>> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const connection = await connectAgent(socketPath, { signal });
    if (!connection.ok) return connection;
    const answer = await connection.value.request('job.list', {}, { signal });
    if (answer.ok) return connection;
    connection.value.close();
    if (answer.error.code !== 'agent-gone' || performance.now() > deadline) return answer;
    await sleep(attemptEveryMs);
  }
}
