import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** qubesd's own socket, which only dom0 has. */
export const qubesdSocketPath = '/var/run/qubesd.sock';

/**
 * Where the agent of a Qubes R4 keeps its journal and listens: in its user's own folder, and one for each qubesd, of which
 * tests have many.
 */
export function adminStateDir(qubesdSocket: string, env: NodeJS.ProcessEnv = process.env): string {
  const given = env['XDG_STATE_HOME'];
  const stateHome = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.local/state');
  const digest = createHash('sha256').update(qubesdSocket).digest('hex').slice(0, 8);
  const name = qubesdSocket === qubesdSocketPath ? 'admin' : `admin-${digest}`;
  return join(stateHome, 'qubes-storage-manager', name);
}
