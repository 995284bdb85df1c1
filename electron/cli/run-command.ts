import type { SystemKind } from '#shared/domain/system.ts';
import type { CliContext } from './cli-context.ts';

/** Does a command's work with what the global options ask for; `system` is for commands that have no choice. */
export type RunCommand = (work: (context: CliContext) => Promise<number>, system?: SystemKind) => Promise<void>;
