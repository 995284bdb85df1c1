import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { agentProtocol, type Snapshot } from '#shared/contract/agent-contract.ts';
import type { RequestMessage } from '#shared/contract/envelope.ts';
import type { Timestamp } from '#shared/domain/ids.ts';
import type { InventoryChange } from '#shared/domain/inventory.ts';
import { jobId } from '#shared/testing/builders.ts';
import { connectAgent, type AgentConnection } from './agent-connection.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

type Answer = (message: RequestMessage, socket: Socket) => void;

async function socketPath(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'agent-connection-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return join(dir, 'agent.sock');
}

/** An agent that answers as `answer` says, and a client of it. */
async function connected(answer: Answer): Promise<AgentConnection> {
  const path = await socketPath();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    void (async () => {
      for await (const line of readJsonLines(socket, { maxLineBytes: 2 ** 20 })) {
        if (line.ok) answer(line.value as RequestMessage, socket);
      }
    })();
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const connection = await connectAgent(path);
  if (!connection.ok) throw new Error(connection.error.code);
  onTestFinished(() => connection.value.close());
  return connection.value;
}

const takenAt = '2026-11-23T14:00:00.000Z' as Timestamp;
const change: InventoryChange = { takenAt, changedVms: [], removedVms: [], pools: [], problems: [] };
const snapshot: Snapshot = {
  protocol: agentProtocol,
  agent: { version: '0.1.0', hostName: 'dom0', processId: 7 },
  sequence: 4,
  inventory: { takenAt, vms: [], pools: [], problems: [] },
  jobs: [],
};
const event = (sequence: number, payload: unknown = change): object => ({
  event: 'inventory.changed',
  sequence,
  payload,
});

test('answers find their requests, in whatever order they come', async () => {
  const held: RequestMessage[] = [];
  const agent = await connected((message, socket) => {
    held.push(message);
    if (held.length < 2) return;
    for (const { id, method } of held.reverse()) {
      void writeJsonLine(socket, { id, ok: true, value: method === 'job.list' ? [] : snapshot.inventory });
    }
  });
  const [jobs, inventory] = await Promise.all([agent.request('job.list', {}), agent.request('inventory.get', {})]);
  expect(jobs).toEqual({ ok: true, value: [] });
  expect(inventory).toEqual({ ok: true, value: snapshot.inventory });
});

test('a failure arrives as it was told', async () => {
  const agent = await connected(({ id }, socket) => {
    void writeJsonLine(socket, { id, ok: false, error: { code: 'job-not-found', job: 'a' } });
  });
  expect(await agent.request('job.cancel', { job: jobId('a') })).toEqual({
    ok: false,
    error: { code: 'job-not-found', job: 'a' },
  });
});

test('every request that waits ends when the agent goes, and those after it too', async () => {
  const agent = await connected((_message, socket) => void socket.destroy());
  const gone = { ok: false, error: { code: 'agent-gone' } };
  expect(await Promise.all([agent.request('job.list', {}), agent.request('inventory.get', {})])).toEqual([gone, gone]);
  await agent.closed;
  expect(await agent.request('job.list', {})).toEqual(gone);
});

test('events are heard in order, and only after the answer that they follow was taken', async () => {
  const agent = await connected(({ id }, socket) => {
    const lines = [{ id, ok: true, value: snapshot }, event(5), event(6)].map((line) => `${JSON.stringify(line)}\n`);
    socket.write(lines.join(''));
  });
  const heard: (number | string)[] = [];
  const twoEvents = new Promise<void>((resolve) => {
    agent.on('inventory.changed', (_payload, sequence) => {
      heard.push(sequence);
      if (heard.includes(6)) resolve();
    });
  });
  const opened = await agent.request('session.open', { protocol: agentProtocol });
  heard.push(opened.ok ? `from ${opened.value.sequence}` : 'failed');
  await twoEvents;
  expect(heard).toEqual(['from 4', 5, 6]);
});

test('a listener that was taken away hears nothing more', async () => {
  const agent = await connected(({ id }, socket) => {
    socket.write(`${JSON.stringify(event(1))}\n${JSON.stringify({ id, ok: true, value: [] })}\n`);
  });
  const heard: number[] = [];
  const stop = agent.on('inventory.changed', (_payload, sequence) => heard.push(sequence));
  await agent.request('job.list', {});
  stop();
  await agent.request('job.list', {});
  expect(heard).toEqual([1]);
});

test('an agent of another protocol is told apart, even when its snapshot has another shape', async () => {
  const agent = await connected(({ id }, socket) => {
    void writeJsonLine(socket, { id, ok: true, value: { protocol: 99, everything: 'new' } });
  });
  expect(await agent.request('session.open', { protocol: agentProtocol })).toEqual({
    ok: false,
    error: { code: 'agent-mismatch', ours: agentProtocol, theirs: 99 },
  });
});

test('an answer that the contract does not know is a defect, and the next one is heard', async () => {
  const agent = await connected(({ id, method }, socket) => {
    void writeJsonLine(socket, { id, ok: true, value: method === 'job.list' ? 'nonsense' : snapshot.inventory });
  });
  expect(await agent.request('job.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await agent.request('inventory.get', {})).toMatchObject({ ok: true });
});

test.each([
  ['a line that is no message', '{"hello":1}\n'],
  ['a line that is no JSON', 'hello\n'],
  ['an event that is not in the contract', '{"event":"toString","sequence":1,"payload":{}}\n'],
  ['an event with another payload', `${JSON.stringify(event(1, { takenAt: 'noon' }))}\n`],
])('%s ends the connection', async (_what, line) => {
  const agent = await connected((_message, socket) => void socket.write(line));
  expect(await agent.request('job.list', {})).toEqual({ ok: false, error: { code: 'agent-gone' } });
  await agent.closed;
});

test('a request may be given up without losing the connection', async () => {
  const agent = await connected(({ id, method }, socket) => {
    if (method === 'job.list') void writeJsonLine(socket, { id, ok: true, value: [] });
  });
  const controller = new AbortController();
  const given = agent.request('inventory.get', {}, { signal: controller.signal });
  controller.abort();
  expect(await given).toEqual({ ok: false, error: { code: 'cancelled' } });
  expect(await agent.request('job.list', {})).toEqual({ ok: true, value: [] });
});

test('where nobody listens, the failure names the socket and the reason', async () => {
  const path = await socketPath();
  expect(await connectAgent(path)).toEqual({
    ok: false,
    error: { code: 'agent-unreachable', socket: path, detail: 'ENOENT' },
  });
});

test('closing ends what still waits', async () => {
  const agent = await connected(() => undefined);
  const waiting = agent.request('job.list', {});
  agent.close();
  expect(await waiting).toEqual({ ok: false, error: { code: 'agent-gone' } });
  await agent.closed;
});
