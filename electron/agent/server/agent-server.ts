import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import type { AgentContract } from '#shared/contract/agent-contract.ts';
import type { EventName, PayloadOf } from '#shared/contract/define-contract.ts';
import { ClientSession } from './client-session.ts';
import type { Dispatch } from './dispatch.ts';

/** Serves the contract on a Unix socket that only its owner may open. Clients are equal; events go to all of them. */
export class AgentServer {
  readonly #server: Server;
  readonly #sessions = new Set<ClientSession>();
  #sequence = 0;

  constructor(dispatch: Dispatch, onClients: (count: number) => void) {
    this.#server = createServer((socket) => {
      const session = new ClientSession(socket, dispatch);
      this.#sessions.add(session);
      onClients(this.#sessions.size);
      void session.serve().finally(() => {
        this.#sessions.delete(session);
        onClients(this.#sessions.size);
      });
    });
  }

  /** The number of the last event: what a snapshot taken now must say. */
  get sequence(): number {
    return this.#sequence;
  }

  broadcast<N extends EventName<AgentContract>>(event: N, payload: PayloadOf<AgentContract, N>): void {
    this.#sequence += 1;
    for (const session of this.#sessions) {
      if (session.hearsEvents) session.send({ event, sequence: this.#sequence, payload });
    }
  }

  /** Takes over a socket that a dead agent left; the caller has made sure that no other agent is alive. */
  async listen(socketPath: string): Promise<void> {
    mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
    rmSync(socketPath, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socketPath, resolve);
    });
    chmodSync(socketPath, 0o600);
  }
}
