import { resolve } from 'node:path';
import type { SystemKind } from '#shared/domain/system.ts';
import { detectSystem } from '../agent-client/detect-system.ts';
import { defaultSandboxDir } from '../sandbox/sandbox-paths.ts';
import type { CliContext } from './cli-context.ts';
import { processInterrupts } from './interrupts.ts';
import { createTerminal } from './output/terminal.ts';
import type { GlobalOptions } from './program.ts';

/** What this process, its terminal and its environment give to a command. */
export function createContext(options: GlobalOptions, args: readonly string[], system?: SystemKind): CliContext {
  const { stdout, stderr, env } = process;
  const context = {
    terminal: createTerminal({ stdout, stderr, env }),
    isJson: options.json === true,
    system: system ?? detectSystem({ ...options, sandboxDir: options.sandbox }),
    sandboxDir: options.sandbox ?? defaultSandboxDir(env),
    // The agent does not start where we stand.
    qubesdSocket: options.qubesdSocket === undefined ? undefined : resolve(options.qubesdSocket),
    commandLine: (words: readonly string[]) =>
      [
        'qubes-storage',
        ...(options.system === undefined ? [] : ['--system', options.system]),
        ...(options.sandbox === undefined ? [] : ['--sandbox', options.sandbox]),
        ...(options.qubesdSocket === undefined ? [] : ['--qubesd-socket', options.qubesdSocket]),
        ...words,
      ].join(' '),
    interrupts: processInterrupts,
  };
  return {
    ...context,
    // Brings the contract with its schemas along, which no usage error should wait for.
    reach: async () => (await import('./reach.ts')).reachFor(context, ['qubes-storage', ...args].join(' '))(),
  };
}
