import { findAppRoot } from './app-root.ts';
import { connectControl } from './control-client.ts';
import { lifetimes } from './control-protocol.ts';
import { Owner } from './owner/owner.ts';
import { lockSandbox } from './sandbox-lock.ts';
import { sandboxPaths } from './sandbox-paths.ts';

/**
 * The process that owns a running sandbox: `sandbox-owner.mjs DIR explicit|implicit`. Clients start it detached, several
 * at once perhaps; the one that gets the lock boots the machine, the others see it serve and end.
 */
const patienceMs = 30_000;
/** Long enough for the last answers to leave the sockets. */
const farewellMs = 100;

const [dir, asked] = process.argv.slice(2);
const lifetime = lifetimes.find((name) => name === asked);
if (dir === undefined || lifetime === undefined) throw new Error('usage: sandbox-owner DIR explicit|implicit');

const paths = sandboxPaths(dir);

async function isServed(): Promise<boolean> {
  const client = await connectControl(paths);
  client?.close();
  return client !== undefined;
}

const unlock = await lockSandbox(paths.lockPath, patienceMs, isServed);
if (unlock !== undefined) {
  const owner = new Owner(paths, findAppRoot(), lifetime);
  // The host shuts down, and gives a few seconds for it.
  process.once('SIGTERM', () => void owner.powerOff());
  await owner.run();
  // The lock goes with the process: who gets it finds nothing of this one left.
  setTimeout(() => process.exit(0), farewellMs);
}
