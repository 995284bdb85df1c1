import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Result } from '#shared/base/result.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { BoxMessage } from '../box-protocol.ts';
import { startProcess } from '../child-processes.ts';
import { defer } from '../deferred.ts';
import { bootFailure } from './boot-failure.ts';
import { claimProcessor } from './claim-processor.ts';
import { ConsoleTail } from './console-tail.ts';
import { connectLine, pipesOf } from './machine-pipes.ts';
import type { MachineMode } from './machine-command.ts';
import { machineCommand, machineMemoryMib } from './machine-command.ts';
import { findMachinePid, parseJailPid } from './machine-process-id.ts';
import { Machine } from './machine.ts';

/** From start to the first word of the supervisor, and between two of them; 2 s in a quiet moment, ten times that on a busy machine. */
const silencePatienceMs = 60_000;

export interface MachinePlace {
  readonly dir: string;
  readonly boxDir: string;
  readonly consolePath: string;
  readonly appRoot: string;
  readonly mode: MachineMode;
}

export interface StartOptions {
  /** The message that says that the machine does what it was started for. */
  readonly isUp: (message: BoxMessage) => boolean;
  /** Every message, that one included. */
  readonly onMessage?: (message: BoxMessage) => void;
  readonly signal?: AbortSignal | undefined;
}

async function chooseMemory(boxDir: string): Promise<'memory' | 'disk'> {
  if (freemem() > (machineMemoryMib + 128) * 2 ** 20) return 'memory';
  const dir = join(boxDir, 'memory');
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { mode: 0o700 });
  return 'disk';
}

async function findPid(info: Readable): Promise<number | undefined> {
  let text = '';
  for await (const chunk of info) text += String(chunk);
  const jailPid = parseJailPid(text);
  return jailPid === undefined ? undefined : findMachinePid(jailPid);
}

async function launch(place: MachinePlace) {
  const claim = await claimProcessor();
  const { program, args } = machineCommand({
    ...place,
    nodePath: process.execPath,
    isRoot: process.geteuid?.() === 0,
    memory: await chooseMemory(place.boxDir),
    processor: claim?.processor,
  });
  const env = { LC_ALL: 'C', PATH: '/usr/bin:/bin' };
  const child = startProcess(program, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env });
  child.once('close', () => claim?.release());
  const pipes = pipesOf(child);
  const tail = new ConsoleTail(pipes.stderr);
  pipes.stderr.pipe(createWriteStream(place.consolePath, { flags: 'w', mode: 0o600 }));
  return { child, pipes, tail };
}

/** Starts the machine and waits until it is up. On failure, and when `signal` aborts, nothing of it is left running. */
export async function startMachine(
  place: MachinePlace,
  { isUp, onMessage, signal }: StartOptions,
): Promise<Result<Machine, Failure>> {
  const { child, pipes, tail } = await launch(place);
  const gone = defer<undefined>();
  const outcome = defer<'up' | 'gone' | 'silent'>();
  const silence = setTimeout(() => outcome.resolve('silent'), silencePatienceMs);
  const connection = connectLine(pipes, (message) => {
    silence.refresh();
    onMessage?.(message);
    if (isUp(message)) outcome.resolve('up');
  });
  child.once('close', () => {
    connection.lose();
    outcome.resolve('gone');
    gone.resolve(undefined);
  });
  const cut = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', cut, { once: true });
  if (signal?.aborted === true) cut();
  const [pid, end] = await Promise.all([findPid(pipes.info), outcome.promise]);
  clearTimeout(silence);
  signal?.removeEventListener('abort', cut);
  if (end === 'up' && pid !== undefined) return ok(new Machine(pid, connection, child, gone.promise));
  cut();
  await gone.promise;
  return err(signal?.aborted === true ? { code: 'cancelled' } : bootFailure(place.dir, tail.text()));
}
