import type { ChildProcess } from '../child-processes.ts';
import type { MuxConnection } from '../mux/mux-connection.ts';

const powerOffPatienceMs = 20_000;

/** A running User-Mode Linux in its jail. */
export class Machine {
  /** The host's process id of the kernel. Killing it is a power cut. */
  readonly pid: number;
  readonly connection: MuxConnection;
  /** Settles when no process of the jail is left. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;

  constructor(pid: number, connection: MuxConnection, child: ChildProcess, gone: Promise<void>) {
    this.pid = pid;
    this.connection = connection;
    this.gone = gone;
    this.#child = child;
  }

  /** Everything in the box is asked to end, file systems are unmounted; if that takes too long, power is cut. */
  async powerOff(): Promise<void> {
    this.connection.sendMessage({ kind: 'power-off' });
    const cut = setTimeout(() => this.cutPower(), powerOffPatienceMs);
    await this.gone;
    clearTimeout(cut);
  }

  /** The jail dies with the process that is killed here, and all of the machine with the jail. */
  cutPower(): void {
    this.#child.kill('SIGKILL');
  }
}
