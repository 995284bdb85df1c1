import { agentProtocol, type Snapshot } from '#shared/contract/agent-contract.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';
import type { CliContext } from './cli-context.ts';
import { reportFailure } from './output/report-failure.ts';

export interface AgentSession {
  readonly agent: AgentConnection;
  readonly snapshot: Snapshot;
}

/** Does `work` with a connection for requests only: nothing is looked up that the command does not ask for. */
export async function withAgent(
  context: CliContext,
  work: (agent: AgentConnection) => Promise<number>,
): Promise<number> {
  const reached = await context.reach();
  if (!reached.ok) return reportFailure(context, reached.error);
  try {
    return await work(reached.value);
  } finally {
    reached.value.close();
  }
}

/** Does `work` with a connection that hears events, from the snapshot on. */
export const withSession = (context: CliContext, work: (session: AgentSession) => Promise<number>): Promise<number> =>
  withAgent(context, async (agent) => {
    const snapshot = await agent.request('session.open', { protocol: agentProtocol });
    return snapshot.ok ? work({ agent, snapshot: snapshot.value }) : reportFailure(context, snapshot.error);
  });
