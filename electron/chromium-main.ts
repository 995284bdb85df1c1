import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CdpConnection } from './host/cdp-connection.ts';
import { ChromiumHost } from './host/chromium-host.ts';
import { reachSystem } from './reach-system.ts';
import { runDesktop } from './run-desktop.ts';
import { userFolders } from './user-folders.ts';

/** Set by the build: true only in bundles whose window the end-to-end tests may drive. */
declare const __TEST_HOOK__: boolean;

async function lendToTests(connection: CdpConnection): Promise<void> {
  // The build leaves out what stands in the branch: the module is not in the bundles that people get.
  if (__TEST_HOOK__) {
    const socketPath = process.env['QSM_TEST_SOCKET'];
    if (socketPath === undefined) return;
    const { lendBrowserSession } = await import('./host/lend-browser-session.ts');
    await lendBrowserSession(connection, socketPath);
  }
}

const bundlesDir = import.meta.dirname;
const folders = userFolders();
process.exitCode = await runDesktop({
  args: process.argv.slice(2),
  isStrict: true,
  folders,
  createHost: async ({ isHeadless }) =>
    new ChromiumHost({
      rendererDir: join(bundlesDir, 'renderer'),
      preloadSource: await readFile(join(bundlesDir, 'preload-chromium.js'), 'utf8'),
      profileDir: join(folders.cacheDir, 'chromium'),
      isHeadless,
      onPainted: (connection) => void lendToTests(connection),
    }),
  reachFor: (system, options) => reachSystem(system, options, bundlesDir),
});
