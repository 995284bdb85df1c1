import { agentContract } from '#shared/contract/agent-contract.ts';
import { maxLineBytes, replyMessageSchema } from '#shared/contract/envelope.ts';
import { readJsonLines, writeJsonLine } from '../../agent-client/json-lines.ts';
import { channel } from '../box-protocol.ts';
import type { MuxConnection } from '../mux/mux-connection.ts';

const patienceMs = 5_000;
const activeStates: readonly string[] = ['queued', 'running', 'cancelling'];

/**
 * Asks the agent in the box whether a job is under way. An agent that does not answer in five seconds has none worth
 * waiting for. It is asked past the agent's socket, where a connection would count as a client and keep the box up.
 */
export async function isAgentBusy(connection: MuxConnection): Promise<boolean> {
  const stream = connection.open({ kind: 'agent' });
  const late = setTimeout(() => stream.close(null), patienceMs);
  const question = stream.writable(channel.main);
  question.on('error', () => undefined);
  void writeJsonLine(question, { id: 1, method: 'job.list', params: {} });
  const { value } = await readJsonLines(stream.readable(channel.main), { maxLineBytes }).next();
  clearTimeout(late);
  stream.close(null);
  const reply = value?.ok === true ? replyMessageSchema.safeParse(value.value) : undefined;
  if (reply?.success !== true || !reply.data.ok) return false;
  return agentContract.requests['job.list'].output
    .parse(reply.data.value)
    .some((job) => activeStates.includes(job.state));
}
