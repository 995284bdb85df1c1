import { setTimeout as sleep } from 'node:timers/promises';
import { err, type Result } from '#shared/base/result.ts';
import type { AgentContract, Snapshot } from '#shared/contract/agent-contract.ts';
import type { EventName, InputOf, OutputOf, PayloadOf, RequestName } from '#shared/contract/define-contract.ts';
import type { WindowContract } from '#shared/contract/window-contract.ts';
import type { Connection } from '#shared/domain/connection.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { SystemKind } from '#shared/domain/system.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';
import { followAgent } from './agent-session.ts';
import { passesByItself } from './passes-by-itself.ts';

/** How an agent is reached: `reachAgent` with its system already chosen. Must not reject. */
export type ReachAgent = (options: {
  readonly onStage: (line: string) => void;
  readonly signal: AbortSignal;
}) => Promise<Result<AgentConnection, Failure>>;

export interface RelayOptions {
  readonly system: SystemKind;
  readonly reach: ReachAgent;
  /** What the last window saw, shown until an agent has answered. */
  readonly remembered: Snapshot | null;
  readonly emit: <N extends EventName<WindowContract>>(name: N, payload: PayloadOf<WindowContract, N>) => void;
  /** Waits between two tries; the last one repeats. */
  readonly delaysMs?: readonly number[];
}

type RelayedRequest = Exclude<RequestName<AgentContract>, 'session.open'>;

/**
 * The window's one line to an agent, over as many connections as it takes: keeps a session open, holds what it says,
 * passes on its events and the window's requests, and tries again when the line goes.
 */
export class AgentRelay {
  readonly #options: RelayOptions;
  readonly #stop = new AbortController();
  #agent: AgentConnection | undefined;
  #connection: Connection;
  #snapshot: Snapshot | null;
  #retryNow: () => void = () => undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#snapshot = options.remembered;
    this.#connection = { state: 'connecting', system: options.system, stage: null };
  }

  get connection(): Connection {
    return this.#connection;
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  /** Runs until `stop` is called. */
  async run(): Promise<void> {
    const delaysMs = this.#options.delaysMs ?? [1_000, 2_000, 5_000, 10_000];
    const { system } = this.#options;
    for (let tries = 0; !this.#isStopped(); tries++) {
      this.#setConnection({ state: 'connecting', system, stage: null });
      const { failure, wasReady } = await this.#serveOnce();
      if (this.#isStopped()) return;
      if (wasReady) tries = 0;
      const isRetrying = passesByItself(failure);
      this.#setConnection({ state: 'lost', system, failure, isRetrying });
      await this.#pause(isRetrying ? (delaysMs[tries] ?? delaysMs.at(-1)) : undefined);
    }
  }

  /** While no agent is there, the answer is why. */
  async request<N extends RelayedRequest>(
    name: N,
    input: InputOf<AgentContract, N>,
  ): Promise<Result<OutputOf<AgentContract, N>, Failure>> {
    if (this.#agent === undefined) {
      return err(this.#connection.state === 'lost' ? this.#connection.failure : { code: 'agent-gone' });
    }
    return this.#agent.request(name, input, { signal: this.#stop.signal });
  }

  /** Ends the wait before the next try, however long it was to be; does nothing while connected or connecting. */
  reconnect(): void {
    this.#retryNow();
  }

  stop(): void {
    this.#stop.abort();
    this.#agent?.close();
    this.#retryNow();
  }

  async #serveOnce(): Promise<{ failure: Failure; wasReady: boolean }> {
    const { system, reach, emit } = this.#options;
    const onStage = (stage: string): void => this.#setConnection({ state: 'connecting', system, stage });
    const reached = await reach({ onStage, signal: this.#stop.signal });
    if (!reached.ok) return { failure: reached.error, wasReady: false };
    if (this.#isStopped()) reached.value.close();
    this.#agent = reached.value;
    let wasReady = false;
    const failure = await followAgent(reached.value, {
      onSnapshot: (snapshot) => {
        wasReady = true;
        this.#snapshot = snapshot;
        emit('snapshot.replaced', snapshot);
        this.#setConnection({ state: 'ready', system });
      },
      onEvent: (event, snapshot) => {
        this.#snapshot = snapshot;
        emit(event.name, event.payload);
      },
    });
    this.#agent = undefined;
    return { failure, wasReady };
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #setConnection(connection: Connection): void {
    this.#connection = connection;
    this.#options.emit('connection.changed', connection);
  }

  /** Without a time it lasts until somebody asks for another try. */
  async #pause(timeMs: number | undefined): Promise<void> {
    const over = new AbortController();
    const asked = new Promise<void>((resolve) => {
      this.#retryNow = resolve;
    });
    const elapsed = timeMs === undefined ? asked : sleep(timeMs, undefined, { signal: over.signal });
    await Promise.race([asked, elapsed]);
    over.abort();
    this.#retryNow = () => undefined;
    await elapsed.catch(() => undefined);
  }
}
