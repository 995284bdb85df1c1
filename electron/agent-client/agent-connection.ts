import { createConnection, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as z from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';
import { agentContract, agentProtocol, type AgentContract } from '#shared/contract/agent-contract.ts';
import type { EventName, InputOf, OutputOf, PayloadOf, RequestName } from '#shared/contract/define-contract.ts';
import { maxLineBytes, serverMessageSchema, type EventMessage, type ReplyMessage } from '#shared/contract/envelope.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

type AgentRequest = RequestName<AgentContract>;
type AgentEvent = EventName<AgentContract>;

/** One client's line to an agent. Nothing is sent by itself: who wants events requests `session.open` first. */
export interface AgentConnection {
  /** Never rejects: when the line goes first the answer is `agent-gone`; when `signal` aborts it is `cancelled`, and what the agent still answers is dropped. */
  request<N extends AgentRequest>(
    name: N,
    input: InputOf<AgentContract, N>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Result<OutputOf<AgentContract, N>, Failure>>;
  /** Events arrive in the agent's order, and those sent after an answer only after whoever awaited that answer has gone on. Returns what ends the subscription. */
  on<N extends AgentEvent>(
    name: N,
    listener: (payload: PayloadOf<AgentContract, N>, sequence: number) => void,
  ): () => void;
  /** Settles once, whichever side ended it. Rejects only for a defect: a listener that threw. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to the agent's socket. Fails as `agent-unreachable` with the system's code (`ENOENT`: nobody is there), or `cancelled`. */
export function connectAgent(
  socketPath: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Result<AgentConnection, Failure>> {
  const { signal } = options;
  if (signal?.aborted === true) return Promise.resolve(err({ code: 'cancelled' }));
  return new Promise((resolve) => {
    const socket = createConnection({ path: socketPath });
    const cancel = (): void => settle(err({ code: 'cancelled' }));
    const fail = (error: NodeJS.ErrnoException): void =>
      settle(err({ code: 'agent-unreachable', socket: socketPath, detail: error.code ?? error.message }));
    const settle = (result: Result<AgentConnection, Failure>): void => {
      signal?.removeEventListener('abort', cancel);
      socket.off('error', fail);
      if (!result.ok) socket.on('error', () => undefined).destroy();
      resolve(result);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    socket.once('error', fail);
    socket.once('connect', () => settle(ok(connectionOver(socket))));
  });
}

function connectionOver(socket: Socket): AgentConnection {
  const waiting = new Map<number, (reply: Result<unknown, Failure>) => void>();
  const listeners = new Map<string, Set<(payload: unknown, sequence: number) => void>>();
  let lastId = 0;
  let isOpen = true;

  const settle = (id: number, reply: Result<unknown, Failure>): void => {
    const answer = waiting.get(id);
    waiting.delete(id);
    answer?.(reply);
  };
  const end = (): void => {
    isOpen = false;
    socket.destroy();
    for (const id of [...waiting.keys()]) settle(id, err({ code: 'agent-gone' }));
  };
  const receive = async (): Promise<void> => {
    for await (const line of readJsonLines(socket, { maxLineBytes })) {
      const message = line.ok ? serverMessageSchema.safeParse(line.value) : undefined;
      // An agent that does not speak the protocol can not be relied on for the next line either.
      if (message?.success !== true) return;
      if ('event' in message.data) {
        if (!deliver(listeners, message.data)) return;
      } else {
        settle(message.data.id, resultOf(message.data));
        await nextTurn();
      }
    }
  };
  // A reset shows as the end of the lines.
  socket.on('error', () => undefined);
  const closed = receive().finally(end);

  return {
    closed,
    close: end,
    request: async (name, input, { signal } = {}) => {
      if (!isOpen) return err({ code: 'agent-gone' });
      if (signal?.aborted === true) return err({ code: 'cancelled' });
      const id = ++lastId;
      const cancel = (): void => settle(id, err({ code: 'cancelled' }));
      const reply = new Promise<Result<unknown, Failure>>((resolve) => waiting.set(id, resolve));
      signal?.addEventListener('abort', cancel, { once: true });
      void writeJsonLine(socket, { id, method: name, params: input });
      const answer = await reply;
      signal?.removeEventListener('abort', cancel);
      return answer.ok ? readAnswer(name, answer.value) : answer;
    },
    on: (name, listener) => {
      const heard = listeners.get(name) ?? new Set();
      // Only payloads that passed this event's schema are handed to its listeners.
      const untyped = listener as (payload: unknown, sequence: number) => void;
      listeners.set(name, heard.add(untyped));
      return () => void heard.delete(untyped);
    },
  };
}

const resultOf = (reply: ReplyMessage): Result<unknown, Failure> => (reply.ok ? ok(reply.value) : err(reply.error));

/** False when the event is not one of the contract's. */
function deliver(
  listeners: ReadonlyMap<string, ReadonlySet<(payload: unknown, sequence: number) => void>>,
  message: EventMessage,
): boolean {
  if (!Object.hasOwn(agentContract.events, message.event)) return false;
  const schema: z.ZodType = agentContract.events[message.event as AgentEvent];
  const payload = schema.safeParse(message.payload);
  if (!payload.success) return false;
  for (const listener of listeners.get(message.event) ?? []) listener(payload.data, message.sequence);
  return true;
}

function readAnswer<N extends AgentRequest>(name: N, value: unknown): Result<OutputOf<AgentContract, N>, Failure> {
  const mismatch = name === 'session.open' ? protocolMismatch(value) : undefined;
  if (mismatch !== undefined) return err(mismatch);
  const answer = agentContract.requests[name].output.safeParse(value);
  if (!answer.success) return err({ code: 'internal', reference: `unreadable answer to ${name}` });
  return ok(answer.data as OutputOf<AgentContract, N>);
}

/** Looked at before the schema: the snapshot of another protocol need not have our shape. */
function protocolMismatch(snapshot: unknown): Failure | undefined {
  if (typeof snapshot !== 'object' || snapshot === null || !('protocol' in snapshot)) return undefined;
  const theirs = snapshot.protocol;
  if (typeof theirs !== 'number' || theirs === agentProtocol) return undefined;
  return { code: 'agent-mismatch', ours: agentProtocol, theirs };
}
