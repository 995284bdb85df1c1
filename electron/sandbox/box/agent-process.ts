import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { agentSocketInBox, agentStateDirInBox, boxAppDir } from '../box-layout.ts';
import type { ChildProcess } from '../child-processes.ts';
import { startProcess } from '../child-processes.ts';

const shortestPauseMs = 250;
const longestPauseMs = 10_000;
/** An agent that ran this long was sound; its next death starts from the shortest pause again. */
const soundAfterMs = 30_000;
const stopGraceMs = 5_000;

export const agentPath = `${boxAppDir}/dist/agent.mjs`;

const agentArgs = [
  agentPath,
  ...[
    '--system',
    'dom0',
    '--socket',
    agentSocketInBox,
    '--state',
    agentStateDirInBox,
    '--hypervisor',
    'sandbox-guests',
  ],
];

/** Keeps the agent running for as long as the box does. */
export class AgentProcess {
  #child: ChildProcess | undefined;
  readonly #stopping = new AbortController();

  /** Starts the agent, and again whenever it dies, after a pause that doubles up to ten seconds. */
  async keepRunning(): Promise<void> {
    let pauseMs = shortestPauseMs;
    while (!this.#isStopping()) {
      const startedAt = Date.now();
      const ending = await this.#runOnce();
      if (this.#isStopping()) return;
      process.stderr.write(`supervisor: the agent ended (${ending})\n`);
      pauseMs = Date.now() - startedAt >= soundAfterMs ? shortestPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** Asks the agent to end, and sees to it that it does. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    const killer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(killer);
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #runOnce(): Promise<string> {
    return new Promise((resolve) => {
      const child = startProcess(process.execPath, agentArgs, { stdio: ['ignore', 2, 2], cwd: '/' });
      this.#child = child;
      const settle = (ending: string): void => {
        this.#child = undefined;
        resolve(ending);
      };
      child.once('error', (error) => settle(error.message));
      child.once('close', (code, signal) => settle(signal ?? `status ${code ?? 'unknown'}`));
    });
  }
}

const canConnect = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(agentSocketInBox);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** True as soon as the agent takes connections; false if it does not within `timeoutMs`. */
export async function isAgentUpWithin(timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(existsSync(agentSocketInBox) && (await canConnect()))) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}
