import type { CdpConnection } from './cdp-connection.ts';
import type { CdpCommandName, CdpCommands, CdpEventName, CdpEvents } from './cdp-protocol.ts';

/** The connection, narrowed to one page. */
export interface PageSession {
  readonly send: <Name extends CdpCommandName>(method: Name, params: CdpCommands[Name]['params']) => Promise<unknown>;
  readonly on: <Name extends CdpEventName>(method: Name, listener: (params: CdpEvents[Name]) => void) => void;
}

export const pageSession = (connection: CdpConnection, sessionId: string): PageSession => ({
  send: (method, params) => connection.send(method, params, sessionId),
  on: (method, listener) =>
    connection.on(method, (params, from) => {
      if (from === sessionId) listener(params);
    }),
});
