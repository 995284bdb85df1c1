import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** A folder for sockets that others cannot enter. One that somebody else made for us would let them. */
export async function makeSocketDir(dir: string): Promise<void> {
  for (const part of [dirname(dir), dir]) {
    await mkdir(part, { recursive: true, mode: 0o700 });
  }
  const { uid, mode } = await stat(dir);
  if (uid !== process.geteuid?.()) throw new Error(`${dir} belongs to user ${uid}.`);
  if ((mode & 0o077) !== 0) await chmod(dir, 0o700);
}

/** Serves a Unix socket that only its owner can connect to. What an earlier owner left at `path` is replaced. */
export async function serveSocket(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  await rm(path, { force: true });
  // Half-open, because a client may end its input and still wait for answers.
  const server = createServer({ allowHalfOpen: true }, onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return server;
}
