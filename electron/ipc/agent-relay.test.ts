import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { err, ok, type Result } from '#shared/base/result.ts';
import { agentProtocol, snapshotSchema, type Snapshot } from '#shared/contract/agent-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { inventoryChangeSchema, type InventoryChange } from '#shared/domain/inventory.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';
import { AgentRelay, type RelayOptions } from './agent-relay.ts';

const aSnapshot = (sequence: number): Snapshot =>
  snapshotSchema.parse({
    protocol: agentProtocol,
    agent: { version: '1', hostName: 'dom0', processId: 1 },
    sequence,
    inventory: { takenAt: '2026-01-01T00:00:00.000Z', vms: [], pools: [], problems: [] },
    jobs: [],
  });
const aChange = (second: number) =>
  inventoryChangeSchema.parse({
    takenAt: `2026-01-01T00:00:0${second}.000Z`,
    changedVms: [],
    removedVms: [],
    pools: [],
    problems: [],
  });

/** An agent that the test plays: it answers `session.open` with what lies in `snapshots`, and says events by hand. */
function anAgent(...snapshots: readonly Result<Snapshot, Failure>[]) {
  const answers = [...snapshots];
  const asked: string[] = [];
  let changed: (payload: InventoryChange, sequence: number) => void = () => undefined;
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const connection: AgentConnection = {
    request: (name) => {
      asked.push(name);
      return Promise.resolve((name === 'session.open' ? answers.shift() : ok([])) as never);
    },
    on: (name, listener) => {
      if (name === 'inventory.changed') changed = listener as typeof changed;
      return () => undefined;
    },
    closed,
    close,
  };
  const say = (sequence: number): void => changed(aChange(sequence % 10), sequence);
  return { connection, asked, say, close };
}

const unreachable: Result<AgentConnection, Failure> = err({
  code: 'agent-unreachable',
  socket: '/run/agent.sock',
  detail: 'ENOENT',
});

/** A relay whose tries meet `outcomes`, one after the other; the last one stays. */
function aRelay(outcomes: readonly Result<AgentConnection, Failure>[], options: Partial<RelayOptions> = {}) {
  const events: [string, unknown][] = [];
  const reach = vi.fn(() => Promise.resolve(outcomes[reach.mock.calls.length - 1] ?? unreachable));
  const relay = new AgentRelay({
    system: 'sandbox',
    reach,
    remembered: null,
    emit: (name, payload) => void events.push([name, payload]),
    delaysMs: [1, 2, 60_000],
    ...options,
  });
  started.push(relay);
  void relay.run();
  const states = (): unknown[] =>
    events.filter(([name]) => name === 'connection.changed').map(([, payload]) => (payload as { state: string }).state);
  const names = (): string[] => events.map(([name]) => name).filter((name) => name !== 'connection.changed');
  return { relay, reach, states, names, events };
}

const started: AgentRelay[] = [];
afterEach(() => {
  for (const relay of started.splice(0)) relay.stop();
});

test('shows what it remembers until the agent has answered, then what the agent says', async () => {
  const agent = anAgent(ok(aSnapshot(7)));
  const { relay, names, states } = aRelay([ok(agent.connection)], { remembered: aSnapshot(3) });
  expect(relay.snapshot?.sequence).toBe(3);
  await vi.waitFor(() => expect(relay.connection).toEqual({ state: 'ready', system: 'sandbox' }));
  expect(relay.snapshot?.sequence).toBe(7);
  expect(names()).toEqual(['snapshot.replaced']);
  expect(states()).toEqual(['connecting', 'ready']);
});

test('passes on events in order and keeps its snapshot up to date', async () => {
  const agent = anAgent(ok(aSnapshot(7)));
  const { relay, names } = aRelay([ok(agent.connection)]);
  await vi.waitFor(() => expect(relay.snapshot).not.toBeNull());
  agent.say(7);
  agent.say(8);
  agent.say(9);
  expect(names()).toEqual(['snapshot.replaced', 'inventory.changed', 'inventory.changed']);
  expect(relay.snapshot).toMatchObject({ sequence: 9, inventory: { takenAt: '2026-01-01T00:00:09.000Z' } });
});

test('opens the session again when an event is missing, and loses none that come meanwhile', async () => {
  const agent = anAgent(ok(aSnapshot(7)), ok(aSnapshot(9)));
  const { relay, names } = aRelay([ok(agent.connection)]);
  await vi.waitFor(() => expect(relay.snapshot).not.toBeNull());
  agent.say(9);
  agent.say(9);
  agent.say(10);
  await nextTurn();
  expect(agent.asked).toEqual(['session.open', 'session.open']);
  expect(names()).toEqual(['snapshot.replaced', 'snapshot.replaced', 'inventory.changed']);
  expect(relay.snapshot?.sequence).toBe(10);
});

test('connects again when the agent goes, starting from the shortest wait', async () => {
  const [first, second] = [anAgent(ok(aSnapshot(1))), anAgent(ok(aSnapshot(2)))];
  const { relay, states } = aRelay([ok(first.connection), ok(second.connection)]);
  await vi.waitFor(() => expect(relay.connection.state).toBe('ready'));
  first.close();
  await vi.waitFor(() => expect(relay.snapshot?.sequence).toBe(2));
  expect(states()).toEqual(['connecting', 'ready', 'lost', 'connecting', 'ready']);
});

test('waits longer each time nobody answers, until a person asks for another try', async () => {
  const agent = anAgent(ok(aSnapshot(1)));
  const { relay, reach } = aRelay([unreachable, unreachable, unreachable, ok(agent.connection)]);
  await vi.waitFor(() => expect(reach).toHaveBeenCalledTimes(3));
  await nextTurn();
  expect(relay.connection).toMatchObject({ state: 'lost', isRetrying: true });
  relay.reconnect();
  await vi.waitFor(() => expect(relay.connection.state).toBe('ready'));
});

test('does not try again by itself what only a person can change', async () => {
  const missing: Failure = { code: 'needs-root', program: 'qubes-storage' };
  const agent = anAgent(ok(aSnapshot(1)));
  const { relay, reach } = aRelay([err(missing), ok(agent.connection)]);
  await vi.waitFor(() => expect(relay.connection).toMatchObject({ failure: missing, isRetrying: false }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(reach).toHaveBeenCalledTimes(1);
  relay.reconnect();
  await vi.waitFor(() => expect(relay.connection.state).toBe('ready'));
});

test('an agent that refuses the session is left', async () => {
  const mismatch: Failure = { code: 'agent-mismatch', ours: 1, theirs: 2 };
  const agent = anAgent(err(mismatch));
  const { relay } = aRelay([ok(agent.connection)]);
  await vi.waitFor(() => expect(relay.connection).toMatchObject({ state: 'lost', failure: mismatch }));
  await agent.connection.closed;
});

test('tells its stages while it connects', async () => {
  const { events } = aRelay([], {
    reach: ({ onStage }) => {
      onStage('Creating the thin pool');
      return Promise.resolve(unreachable);
    },
  });
  await nextTurn();
  expect(events).toContainEqual([
    'connection.changed',
    { state: 'connecting', system: 'sandbox', stage: 'Creating the thin pool' },
  ]);
});

test('requests reach the agent while it is there; without it the answer is why', async () => {
  const agent = anAgent(ok(aSnapshot(1)));
  const { relay } = aRelay([ok(agent.connection)]);
  expect(await relay.request('job.list', {})).toEqual(err({ code: 'agent-gone' }));
  await vi.waitFor(() => expect(relay.connection.state).toBe('ready'));
  expect(await relay.request('job.list', {})).toEqual(ok([]));
  expect(agent.asked).toEqual(['session.open', 'job.list']);
});

test('stopping closes the line and ends the run', async () => {
  const agent = anAgent(ok(aSnapshot(1)));
  const { relay, reach, states } = aRelay([ok(agent.connection)]);
  await vi.waitFor(() => expect(relay.connection.state).toBe('ready'));
  relay.stop();
  await agent.connection.closed;
  await nextTurn();
  expect(reach).toHaveBeenCalledTimes(1);
  expect(states()).toEqual(['connecting', 'ready']);
});
