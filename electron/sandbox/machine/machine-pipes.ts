import type { Readable, Writable } from 'node:stream';
import type { BoxMessage } from '../box-protocol.ts';
import { boxMessageSchema } from '../box-protocol.ts';
import type { ChildProcess } from '../child-processes.ts';
import { MuxConnection } from '../mux/mux-connection.ts';
import { PacedLine } from '../mux/paced-line.ts';
import { infoDescriptor } from './machine-command.ts';

export interface MachinePipes {
  /** The serial line, towards the box and from it. */
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** What the kernel and the programs of the box have to say. */
  readonly stderr: Readable;
  /** bwrap's note of the jail's first process. */
  readonly info: Readable;
}

export function pipesOf(child: ChildProcess): MachinePipes {
  const { stdin, stdout, stderr } = child;
  const info = child.stdio[infoDescriptor] as Readable | null | undefined;
  if (stdin === null || stdout === null || stderr === null || info === null || info === undefined) {
    throw new Error('The machine has no pipes.');
  }
  return { stdin, stdout, stderr, info };
}

export function connectLine(pipes: MachinePipes, onMessage: (message: BoxMessage) => void): MuxConnection {
  // Writing to a machine that has just died is no news: its end is reported by itself.
  pipes.stdin.on('error', () => undefined);
  const line = new PacedLine((bytes) => pipes.stdin.write(bytes));
  const connection = new MuxConnection({
    write: line.send,
    onLineAck: line.acknowledge,
    onMessage: (message) => onMessage(boxMessageSchema.parse(message)),
  });
  pipes.stdout.on('data', (chunk: Buffer) => connection.receive(chunk));
  return connection;
}
