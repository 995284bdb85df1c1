import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { setImmediate as tick } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { channelWindowBytes } from './channel-writer.ts';
import { MuxConnection } from './mux-connection.ts';
import type { MuxStream } from './mux-stream.ts';

interface Opened {
  readonly stream: MuxStream;
  readonly request: unknown;
}

/** Two connections joined as if by a wire that delivers in its own time. */
function joinedConnections(onMessage: (message: unknown) => void = () => undefined) {
  const opened: Opened[] = [];
  const wire = { carriedBytes: 0 };
  const client: MuxConnection = new MuxConnection({
    write: (bytes) => void setImmediate(() => server.receive(bytes)),
    onMessage,
  });
  const server: MuxConnection = new MuxConnection({
    write: (bytes) => {
      wire.carriedBytes += bytes.length;
      setImmediate(() => client.receive(bytes));
    },
    onOpen: (stream, request) => opened.push({ stream, request }),
  });
  const accept = async (): Promise<Opened> => {
    let next = opened.shift();
    for (; next === undefined; next = opened.shift()) await tick();
    return next;
  };
  return { client, server, accept, wire };
}

const manyTicks = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await tick();
};

test('a request, bytes both ways and an outcome travel over one stream', async () => {
  const { client, accept } = joinedConnections();
  const ours = client.open({ kind: 'greet' });
  const { stream: theirs, request } = await accept();
  expect(request).toEqual({ kind: 'greet' });
  ours.writable(0).end('hello');
  expect(await text(theirs.readable(0))).toBe('hello');
  theirs.writable(2).end('good day');
  expect(await text(ours.readable(2))).toBe('good day');
  theirs.close({ status: 7 });
  expect(await ours.ended).toEqual({ kind: 'closed', outcome: { status: 7 } });
});

test('a mebibyte arrives unchanged through windows of 64 KiB', async () => {
  const { client, accept } = joinedConnections();
  const ours = client.open(null);
  const { stream: theirs } = await accept();
  const sent = randomBytes(2 ** 20);
  theirs.writable(1).end(sent);
  expect((await buffer(ours.readable(1))).equals(sent)).toBe(true);
});

test('a reader that does not read stops its writer at the window, and nobody else', async () => {
  const { client, accept, wire } = joinedConnections();
  const stalled = client.open('stalled');
  const { stream: theirStalled } = await accept();
  stalled.readable(0);
  theirStalled.writable(0).write(Buffer.alloc(2 ** 22));
  await manyTicks();
  // What the reader buffers by itself counts as read.
  expect(wire.carriedBytes).toBeLessThan(3 * channelWindowBytes);

  const lively = client.open('lively');
  const { stream: theirLively } = await accept();
  theirLively.writable(0).end('still here');
  expect(await text(lively.readable(0))).toBe('still here');
});

test('a writer that waits for credit goes on when the reader reads', async () => {
  const { client, accept } = joinedConnections();
  const ours = client.open(null);
  const { stream: theirs } = await accept();
  theirs.writable(0).end(Buffer.alloc(5 * channelWindowBytes, 'x'));
  ours.readable(0);
  await manyTicks();
  expect((await buffer(ours.readable(0))).length).toBe(5 * channelWindowBytes);
});

test('closing a stream ends the peer’s side of it', async () => {
  const { client, accept } = joinedConnections();
  const ours = client.open(null);
  const { stream: theirs } = await accept();
  const writer = theirs.writable(1);
  writer.write(Buffer.alloc(2 * channelWindowBytes));
  ours.close(null);
  await once(writer, 'close');
  expect(await theirs.ended).toEqual({ kind: 'closed', outcome: null });
  expect(await ours.ended).toEqual({ kind: 'closed', outcome: null });
});

test('a lost wire ends every stream as lost, and those opened afterwards', async () => {
  const { client, accept } = joinedConnections();
  const before = client.open(null);
  await accept();
  client.lose();
  expect(await before.ended).toEqual({ kind: 'lost' });
  expect(await client.open(null).ended).toEqual({ kind: 'lost' });
});

test('messages travel beside the streams', async () => {
  const messages: unknown[] = [];
  const { server } = joinedConnections((message) => messages.push(message));
  server.sendMessage({ kind: 'ready' });
  await manyTicks();
  expect(messages).toEqual([{ kind: 'ready' }]);
});
