import { createServer, type Socket } from 'node:net';
import type { CdpConnection } from './cdp-connection.ts';
import { cdpFrame, readCdpFrames } from './cdp-frames.ts';
import type { CdpMessage } from './cdp-protocol.ts';

interface Asked {
  readonly id: number | undefined;
  readonly sessionId: string | undefined;
}

/**
 * Lets a test drive the browser that we drive: one client at a time on a Unix socket, speaking as on the debugging pipe,
 * in a browser session of its own. Built into test bundles only. Call it after the first paint: a client that attaches
 * while the page is still being set up may miss the page's context and wait for it for ever.
 */
export async function lendBrowserSession(connection: CdpConnection, socketPath: string): Promise<void> {
  const lent = await connection.send('Target.attachToBrowserTarget', {});
  if (lent === undefined) return;
  const server = createServer((socket) => serve(connection, socket, lent.sessionId));
  server.maxConnections = 1;
  server.unref();
  server.listen(socketPath);
}

/** The client believes that it is alone on the pipe: its numbers and its root session are translated both ways. */
function serve(connection: CdpConnection, socket: Socket, rootSession: string): void {
  const sessions = new Set([rootSession]);
  const asked = new Map<number, Asked>();
  const tell = (message: CdpMessage): void => void socket.write(cdpFrame(message));

  connection.tapWith((message) => {
    if (message.id !== undefined) {
      const question = asked.get(message.id);
      if (question === undefined) return false;
      asked.delete(message.id);
      tell({ ...message, ...question } as CdpMessage);
      return true;
    }
    if (message.sessionId === undefined || !sessions.has(message.sessionId)) return false;
    if (message.method === 'Target.attachedToTarget') {
      sessions.add((message.params as { sessionId: string }).sessionId);
    }
    const { sessionId, ...rest } = message;
    tell(sessionId === rootSession ? rest : message);
    return true;
  });
  readCdpFrames(socket, (frame) => {
    const message = frame as CdpMessage;
    const id = connection.nextId();
    asked.set(id, { id: message.id, sessionId: message.sessionId });
    connection.write({ ...message, id, sessionId: message.sessionId ?? rootSession });
  });
  socket.on('error', () => undefined);
  void connection.closed.then(() => socket.end());
  socket.on('close', () => connection.tapWith(() => false));
}
