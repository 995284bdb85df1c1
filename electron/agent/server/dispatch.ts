import { err, type Result } from '#shared/base/result.ts';
import * as z from 'zod';
import type { Contract, OutputOf, RequestName } from '#shared/contract/define-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** One function a request; a missing one does not compile. What a handler gets has passed the request's schema. */
export type Handlers<C extends Contract> = {
  readonly [Name in RequestName<C>]: (
    input: z.output<C['requests'][Name]['input']>,
  ) => Promise<Result<OutputOf<C, Name>, Failure>>;
};

export interface Dispatch {
  (method: string, params: unknown): Promise<Result<unknown, Failure>>;
}

/** Answers requests of a contract: validates, calls the handler, and turns a throw into `internal`. */
export function createDispatch<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  onDefect: (error: unknown) => string,
): Dispatch {
  return async (method, params) => {
    if (!Object.hasOwn(contract.requests, method)) return err({ code: 'bad-request', detail: `no request ${method}` });
    const name = method as RequestName<C>;
    const input = contract.requests[name]?.input.safeParse(params);
    if (input?.success !== true) {
      return err({ code: 'bad-request', detail: `${method}: ${z.prettifyError(input?.error ?? new z.ZodError([]))}` });
    }
    try {
      return await handlers[name](input.data as z.output<C['requests'][typeof name]['input']>);
    } catch (error) {
      return err({ code: 'internal', reference: onDefect(error) });
    }
  };
}
