import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino, destination, type Logger } from 'pino';

/** The agent's log: one JSON object a line in `DIR/agent.log`, written before the call returns. */
export function openAgentLog(stateDir: string): Logger {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  // A worker thread would not survive bundling, and would lose the last lines of a crash.
  const file = destination({ dest: join(stateDir, 'agent.log'), sync: true, mode: 0o600 });
  return pino({ base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, file);
}

/** Logs a defect with its stack; people are only given the reference. */
export const defectReporter =
  (log: Logger) =>
  (error: unknown): string => {
    const reference = randomBytes(4).toString('hex');
    log.error({ reference, error: error instanceof Error ? error.stack : error }, 'defect');
    return reference;
  };
