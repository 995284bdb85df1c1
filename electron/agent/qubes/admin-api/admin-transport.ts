import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminRequest } from './admin-request.ts';

/** A way to qubesd. Each exchange is a connection of its own. */
export interface AdminTransport {
  /**
   * Sends the request and hands over the reply's bytes as they come. Resolves when the reply has ended; one of no bytes
   * at all is for the caller to understand. Fails with `admin-unreachable`, `admin-refused` (by policy), `admin-cut-off`
   * or `cancelled`. Ending an exchange early does not end what qubesd does for it.
   */
  exchange(
    request: AdminRequest,
    onData: (chunk: Buffer) => void,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Result<void, Failure>>;
}
