import type { EventName, InputOf, OutputOf, PayloadOf, RequestName } from '#shared/contract/define-contract.ts';
import type { WindowContract } from '#shared/contract/window-contract.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** The only two ways out of the page. */
export const ask = <N extends RequestName<WindowContract>>(
  name: N,
  input: InputOf<WindowContract, N>,
): Promise<Result<OutputOf<WindowContract, N>, Failure>> => window.api.request(name, input);

export const listen = <N extends EventName<WindowContract>>(
  name: N,
  listener: (payload: PayloadOf<WindowContract, N>) => void,
): (() => void) => window.api.on(name, listener);
