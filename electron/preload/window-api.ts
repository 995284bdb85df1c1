import type { Failure } from '#shared/domain/failure.ts';
import type { Result } from '#shared/base/result.ts';
import type { WindowApi } from '#shared/contract/window-api.ts';
import type { ChannelNames } from '../host/desktop-host.ts';

/** What a host has to offer; everything else of `window.api` is the same on all of them. */
export interface HostPrimitives {
  invoke(name: string, input: unknown): Promise<unknown>;
  /** Returns what ends the subscription. */
  subscribe(name: string, listener: (payload: unknown) => void): () => void;
}

/** A name that is not the contract's never leaves the page. Main checks again, and what comes with it as well. */
export function makeWindowApi(host: WindowApi['host'], channels: ChannelNames, primitives: HostPrimitives): WindowApi {
  const requests = new Set(channels.requests);
  const events = new Set(channels.events);
  return Object.freeze<WindowApi>({
    host,
    request: async (name, input) => {
      if (!requests.has(name)) return { ok: false, error: { code: 'bad-request', detail: `no request ${name}` } };
      // Main validates each answer against the contract before it sends it.
      return (await primitives.invoke(name, input)) as Result<never, Failure>;
    },
    on: (name, listener) => {
      if (!events.has(name)) throw new Error(`no event ${name}`);
      return primitives.subscribe(name, listener as (payload: unknown) => void);
    },
  });
}
