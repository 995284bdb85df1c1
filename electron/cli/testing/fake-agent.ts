import { err, type Result } from '#shared/base/result.ts';
import type { AgentContract } from '#shared/contract/agent-contract.ts';
import type { InputOf, OutputOf, RequestName } from '#shared/contract/define-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { AgentConnection } from '../../agent-client/agent-connection.ts';

export type Answers = {
  readonly [N in RequestName<AgentContract>]?: (
    input: InputOf<AgentContract, N>,
  ) => Result<OutputOf<AgentContract, N>, Failure>;
};

/** An agent for tests of commands: answers as told, and says what it was asked. */
export class FakeAgent implements AgentConnection {
  readonly asked: string[] = [];
  readonly closed: Promise<void>;
  isClosed = false;
  readonly #answers: Answers;
  readonly #listeners = new Set<(payload: never, sequence: number) => void>();
  #goAway: () => void = () => undefined;

  constructor(answers: Answers) {
    this.#answers = answers;
    this.closed = new Promise((resolve) => {
      this.#goAway = resolve;
    });
  }

  request<N extends RequestName<AgentContract>>(
    name: N,
    input: InputOf<AgentContract, N>,
  ): Promise<Result<OutputOf<AgentContract, N>, Failure>> {
    this.asked.push(name);
    const answer = this.#answers[name];
    return Promise.resolve(answer === undefined ? err({ code: 'bad-request', detail: name }) : answer(input));
  }

  /** Commands listen to `job.changed` only. */
  on(_name: string, listener: (payload: never, sequence: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  change(job: Job): void {
    for (const listener of this.#listeners) listener(job as never, 1);
  }

  die(): void {
    this.#goAway();
  }

  close(): void {
    this.isClosed = true;
  }
}
