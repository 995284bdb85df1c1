import type { Server, Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { channel } from '../box-protocol.ts';
import type { ControlRequest, Lifetime, OwnerStatus } from '../control-protocol.ts';
import { controlRequestSchema } from '../control-protocol.ts';
import { defer } from '../deferred.ts';
import type { Machine } from '../machine/machine.ts';
import { startMachine } from '../machine/start-machine.ts';
import { MuxConnection } from '../mux/mux-connection.ts';
import type { MuxStream } from '../mux/mux-stream.ts';
import type { SandboxPaths } from '../sandbox-paths.ts';
import { isAgentBusy } from './agent-busy.ts';
import { Presence } from './presence.ts';
import { serveExec } from './serve-exec.ts';
import { makeSocketDir, serveSocket } from './socket-server.ts';

/** How long a machine's failure to start is kept for the client that waits for it. */
const failureNewsMs = 3_000;

/** Runs one sandbox's machine from its start to its end, and lets clients at it. */
export class Owner {
  readonly #paths: SandboxPaths;
  readonly #appRoot: string;
  readonly #presence: Presence;
  readonly #startedAt = new Date().toISOString();
  readonly #booted = defer<Result<Machine, Failure>>();
  readonly #failureToldOnce = defer<undefined>();
  readonly #servers: Server[] = [];
  #machine: Machine | undefined;

  constructor(paths: SandboxPaths, appRoot: string, lifetime: Lifetime) {
    this.#paths = paths;
    this.#appRoot = appRoot;
    this.#presence = new Presence(
      lifetime,
      () => this.#isBusy(),
      () => void this.powerOff(),
    );
  }

  /** Settles when no process of the machine is left, and nobody is served any more. */
  async run(): Promise<void> {
    const { agentSocketPath, controlSocketPath, socketDir } = this.#paths;
    await makeSocketDir(socketDir);
    this.#servers.push(await serveSocket(controlSocketPath, (socket) => this.#serveControl(socket)));
    const started = await startMachine(
      { ...this.#paths, appRoot: this.#appRoot, mode: 'run' },
      { isUp: (message) => message.kind === 'ready' },
    );
    if (started.ok) {
      this.#machine = started.value;
      this.#servers.push(await serveSocket(agentSocketPath, (socket) => void this.#relayAgent(started.value, socket)));
      this.#presence.watch();
    }
    this.#booted.resolve(started);
    // A machine that dies by itself ends its owner the same way as one that was asked to.
    await (started.ok ? started.value.gone : Promise.race([this.#failureToldOnce.promise, sleep(failureNewsMs)]));
    this.#stopListening();
  }

  #isBusy(): Promise<boolean> {
    return this.#machine === undefined ? Promise.resolve(false) : isAgentBusy(this.#machine.connection);
  }

  /** Powers the machine off, which ends `run`. */
  async powerOff(): Promise<void> {
    // First, so that who comes now starts another owner, which waits for this one's end.
    this.#stopListening();
    await this.#machine?.powerOff();
  }

  #stopListening(): void {
    for (const server of this.#servers.splice(0)) server.close();
  }

  async #relayAgent(machine: Machine, socket: Socket): Promise<void> {
    const leave = this.#presence.enter();
    const stream = machine.connection.open({ kind: 'agent' });
    void stream.ended.then(() => socket.destroySoon());
    // However it ends, there is nobody to tell: both sides see their connection close.
    await Promise.allSettled([
      pipeline(socket, stream.writable(channel.main)),
      pipeline(stream.readable(channel.main), socket),
    ]);
    stream.close(null);
    leave();
  }

  #serveControl(socket: Socket): void {
    const connection = new MuxConnection({
      write: (bytes) => void socket.write(bytes),
      onOpen: (stream, request) => void this.#answer(stream, request),
    });
    socket.on('data', (chunk) => {
      try {
        connection.receive(chunk);
      } catch {
        // Whatever it is that speaks another language than we do, it must not take the box down with it.
        socket.destroy();
      }
    });
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => connection.lose());
  }

  async #answer(stream: MuxStream, request: unknown): Promise<void> {
    const checked = controlRequestSchema.safeParse(request);
    if (!checked.success) {
      stream.close(err({ code: 'bad-request', detail: checked.error.message }));
      return;
    }
    const parsed = checked.data;
    // Who only looks does not keep the box up.
    const leave = parsed.kind === 'status' ? () => undefined : this.#presence.enter();
    stream.close(await this.#handle(stream, parsed));
    leave();
  }

  async #handle(stream: MuxStream, request: ControlRequest): Promise<unknown> {
    switch (request.kind) {
      case 'status':
        return this.#status();
      case 'attach':
        return this.#attach(request.lifetime);
      case 'stop':
        return this.#stop(request.isForced);
      case 'exec': {
        const booted = await this.#booted.promise;
        return booted.ok ? serveExec(booted.value, stream, request, this.#paths) : booted;
      }
    }
  }

  #status(): OwnerStatus {
    const machine = this.#machine;
    return {
      state: machine === undefined ? 'starting' : 'running',
      pid: machine?.pid ?? null,
      startedAt: this.#startedAt,
      lifetime: this.#presence.lifetime,
    };
  }

  async #attach(lifetime: Lifetime): Promise<Result<null, Failure>> {
    if (lifetime === 'explicit') this.#presence.lifetime = lifetime;
    const booted = await this.#booted.promise;
    if (booted.ok) return ok(null);
    this.#failureToldOnce.resolve(undefined);
    return booted;
  }

  async #stop(isForced: boolean): Promise<Result<null, Failure>> {
    const booted = await this.#booted.promise;
    if (booted.ok && !isForced && (await this.#isBusy())) return err({ code: 'sandbox-busy', dir: this.#paths.dir });
    await this.powerOff();
    return ok(null);
  }
}
