import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { SystemKind } from '#shared/domain/system.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';
import type { Interrupts } from './interrupts.ts';
import type { Terminal } from './output/terminal.ts';

/** What every command is given. It returns the exit code. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly isJson: boolean;
  readonly system: SystemKind;
  readonly sandboxDir: string;
  /** Where another qubesd than this machine's listens; undefined for that one. */
  readonly qubesdSocket: string | undefined;
  /** What a person types to go on where these global options hold: `qubes-storage --sandbox D` and the words. */
  readonly commandLine: (words: readonly string[]) => string;
  readonly interrupts: Interrupts;
  /** A connection to the agent of the system asked for, started if need be; `with-agent.ts` closes it. */
  readonly reach: () => Promise<Result<AgentConnection, Failure>>;
}
