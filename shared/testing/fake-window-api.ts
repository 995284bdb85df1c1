import { err, ok, type Result } from '../base/result.ts';
import type { EventName, InputOf, OutputOf, PayloadOf, RequestName } from '../contract/define-contract.ts';
import type { WindowApi } from '../contract/window-api.ts';
import type { WindowContract } from '../contract/window-contract.ts';
import type { Failure } from '../domain/failure.ts';

type Answers = {
  readonly [N in RequestName<WindowContract>]?: (
    input: InputOf<WindowContract, N>,
  ) => Result<OutputOf<WindowContract, N>, Failure> | Promise<Result<OutputOf<WindowContract, N>, Failure>>;
};

interface Asked {
  readonly name: RequestName<WindowContract>;
  readonly input: unknown;
}

/** A main process that answers as told, remembers what it was asked, and sends the events it is told to send. */
export class FakeWindowApi implements WindowApi {
  readonly host = 'chromium';
  readonly asked: Asked[] = [];
  readonly #answers: Answers;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  async request<N extends RequestName<WindowContract>>(
    name: N,
    input: InputOf<WindowContract, N>,
  ): Promise<Result<OutputOf<WindowContract, N>, Failure>> {
    this.asked.push({ name, input });
    const answer = this.#answers[name];
    if (answer !== undefined) return answer(input);
    if (name === 'preferences.set' || name === 'window.reconnect' || name.startsWith('job.')) {
      return ok({} as OutputOf<WindowContract, N>);
    }
    return err({ code: 'bad-request', detail: `nobody told the fake what to answer to ${name}` });
  }

  on<N extends EventName<WindowContract>>(
    name: N,
    listener: (payload: PayloadOf<WindowContract, N>) => void,
  ): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  send<N extends EventName<WindowContract>>(name: N, payload: PayloadOf<WindowContract, N>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }
}
