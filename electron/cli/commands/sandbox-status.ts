import { cliText } from '#shared/text/cli-text.ts';
import { sandboxStatus, type SandboxStatus } from '../../sandbox/sandbox-status.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';

/** `sandbox status`: whatever it is, finding out went well. */
export async function showSandboxStatus(context: CliContext): Promise<number> {
  const status = await sandboxStatus(context.sandboxDir);
  if (context.isJson) printJson(context.terminal, sandboxRecord(status));
  else context.terminal.print(cliText.sandbox.status(status.state, status.dir, processIdOf(status)));
  return exitCode.done;
}

const processIdOf = (status: SandboxStatus): number | null => ('pid' in status ? status.pid : null);

/** `sandbox status --json`. Scripts rely on it: fields are added, never changed. */
const sandboxRecord = (status: SandboxStatus) => ({
  state: status.state,
  dir: status.dir,
  createdAt: 'createdAt' in status ? status.createdAt : null,
  /** The machine's process on the host; null unless it runs. Killing it is a power cut. */
  pid: processIdOf(status),
  startedAt: 'startedAt' in status ? status.startedAt : null,
  memoryBytes: 'memoryBytes' in status ? status.memoryBytes : null,
  agentSocketPath: 'agentSocketPath' in status ? status.agentSocketPath : null,
});
