import type { Failure } from '../domain/failure.ts';
import type { Result } from '../base/result.ts';
import type { EventName, InputOf, OutputOf, PayloadOf, RequestName } from './define-contract.ts';
import type { WindowContract } from './window-contract.ts';

/** What the preload puts on `window.api`, the same on every host. */
export interface WindowApi {
  readonly host: 'electron' | 'chromium';
  request<N extends RequestName<WindowContract>>(
    name: N,
    input: InputOf<WindowContract, N>,
  ): Promise<Result<OutputOf<WindowContract, N>, Failure>>;
  /** Returns what ends the subscription. */
  on<N extends EventName<WindowContract>>(
    name: N,
    listener: (payload: PayloadOf<WindowContract, N>) => void,
  ): () => void;
}
