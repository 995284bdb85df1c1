import { join } from 'node:path';
import { cliText } from '#shared/text/cli-text.ts';
import { reachAgent } from '../agent-client/reach-agent.ts';
import { findAppRoot } from '../sandbox/app-root.ts';
import { ensureSandboxRunning } from '../sandbox/ensure-sandbox-running.ts';
import type { CliContext } from './cli-context.ts';
import { abortable } from './interrupts.ts';

/** `CliContext.reach`: the sandbox is booted for as long as somebody uses it, and never created behind a person's back. */
export function reachFor(
  context: Pick<CliContext, 'terminal' | 'system' | 'sandboxDir' | 'qubesdSocket' | 'interrupts'>,
  commandLine: string,
): CliContext['reach'] {
  const { terminal, system, sandboxDir, qubesdSocket, interrupts } = context;
  return () =>
    abortable(interrupts, async (signal) => {
      const reached = await reachAgent({
        system,
        qubesdSocket,
        agentBundlePath: join(findAppRoot(), 'dist', 'agent.mjs'),
        commandLine,
        onStage: (line) => terminal.status(line),
        signal,
        openSandbox: ({ onStage }) => {
          onStage(cliText.sandbox.starting);
          return ensureSandboxRunning(sandboxDir, { lifetime: 'implicit', signal });
        },
      });
      terminal.status('');
      return reached;
    });
}
