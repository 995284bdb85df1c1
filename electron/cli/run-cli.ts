import { CommanderError } from 'commander';
import type { SystemKind } from '#shared/domain/system.ts';
import type { CliContext } from './cli-context.ts';
import { exitCode } from './exit-code.ts';
import { createProgram, type GlobalOptions } from './program.ts';

export type CreateContext = (options: GlobalOptions, args: readonly string[], system?: SystemKind) => CliContext;

/** Runs one command line, given without the program's name. The value is the exit code; what throws is a defect. */
export async function runCli(args: readonly string[], createContext: CreateContext): Promise<number> {
  let code: number = exitCode.done;
  const program = createProgram(async (work, system) => {
    code = await work(createContext(program.opts<GlobalOptions>(), args, system));
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // commander has told what was wrong; asking for help or the version ends here too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    throw error;
  }
}
