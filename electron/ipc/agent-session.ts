import type { Result } from '#shared/base/result.ts';
import { agentProtocol, type Snapshot } from '#shared/contract/agent-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';
import { withEvent, type AgentEvent } from './update-snapshot.ts';

export interface SessionListener {
  /** A session was opened, or opened again after a gap: everything known before is replaced. */
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** In the agent's order, none missing since the last snapshot; `snapshot` has the event in it already. */
  readonly onEvent: (event: AgentEvent, snapshot: Snapshot) => void;
}

/**
 * Follows one agent over `connection`: a snapshot, then every event applied to it. When an event is missing the session
 * is opened again. Answers how it ended: a refusal to open it, or `agent-gone` once the line is closed. Never rejects.
 */
export async function followAgent(connection: AgentConnection, listener: SessionListener): Promise<Failure> {
  let snapshot: Snapshot | undefined;
  let early: { readonly event: AgentEvent; readonly sequence: number }[] = [];
  let refusal: Failure | undefined;

  const open = async (): Promise<void> => {
    snapshot = undefined;
    const answer: Result<Snapshot, Failure> = await connection.request('session.open', { protocol: agentProtocol });
    if (!answer.ok) {
      refusal = answer.error;
      connection.close();
      return;
    }
    snapshot = answer.value;
    listener.onSnapshot(snapshot);
    const waiting = early;
    early = [];
    for (const { event, sequence } of waiting) receive(event, sequence);
  };
  const receive = (event: AgentEvent, sequence: number): void => {
    if (snapshot === undefined) {
      early.push({ event, sequence });
    } else if (sequence > snapshot.sequence + 1) {
      void open();
    } else if (sequence > snapshot.sequence) {
      snapshot = withEvent(snapshot, event, sequence);
      listener.onEvent(event, snapshot);
    }
  };
  connection.on('inventory.changed', (payload, sequence) => receive({ name: 'inventory.changed', payload }, sequence));
  connection.on('job.changed', (payload, sequence) => receive({ name: 'job.changed', payload }, sequence));

  await open();
  await connection.closed;
  return refusal ?? { code: 'agent-gone' };
}
