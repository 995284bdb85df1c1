import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { agentSocketInBox } from '../box-layout.ts';
import { channel } from '../box-protocol.ts';
import type { MuxStream } from '../mux/mux-stream.ts';

/** Joins a stream to a connection of its own to the agent. Whichever side goes first takes the other with it. */
export async function relayAgent(stream: MuxStream): Promise<void> {
  const socket = connect({ path: agentSocketInBox, allowHalfOpen: true });
  void stream.ended.then(() => socket.destroy());
  // A broken pipe on either side is how a relay ends; there is nobody to tell but the peer, and `close` tells it.
  await Promise.allSettled([
    pipeline(stream.readable(channel.main), socket),
    pipeline(socket, stream.writable(channel.main)),
  ]);
  stream.close(null);
}
