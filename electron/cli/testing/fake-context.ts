import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AgentConnection } from '../../agent-client/agent-connection.ts';
import type { CliContext } from '../cli-context.ts';

export interface FakeContext extends CliContext {
  /** Lines, in order. */
  readonly printed: readonly string[];
  readonly noted: readonly string[];
  /** What a program would read from stdout. */
  readonly json: () => unknown;
  readonly pressCtrlC: () => void;
}

/** A terminal without colours that nobody watches, and an agent that is reached at once, or not. */
export function aContext(
  agent: AgentConnection | Failure,
  facts: Partial<Pick<CliContext, 'isJson' | 'system' | 'sandboxDir'>> & { readonly isWatched?: boolean } = {},
): FakeContext {
  const printed: string[] = [];
  const noted: string[] = [];
  const listeners = new Set<() => void>();
  const { isWatched = false, ...given } = facts;
  return {
    terminal: {
      isWatched,
      print: (text) => void printed.push(...text.split('\n')),
      note: (text) => void noted.push(...text.split('\n')),
      status: () => undefined,
      paint: (_style, text) => text,
    },
    isJson: false,
    system: 'dom0',
    sandboxDir: '/sandbox',
    qubesdSocket: undefined,
    commandLine: (words) => ['qubes-storage', ...words].join(' '),
    interrupts: {
      listen: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    reach: () => Promise.resolve('code' in agent ? err(agent) : ok(agent)),
    ...given,
    printed,
    noted,
    json: () => JSON.parse(printed.join('\n')) as unknown,
    pressCtrlC: () => {
      for (const listener of [...listeners]) listener();
    },
  };
}
