import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { lockExclusive } from '../native/libc.ts';

/** Takes the right to be the agent of this state folder, for as long as the process lives; false when another one has it. */
export function holdAgentLock(stateDir: string): boolean {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  // Never closed: the lock goes with the process.
  return lockExclusive(openSync(join(stateDir, 'agent.lock'), 'a', 0o600));
}
