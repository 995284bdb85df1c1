import { join } from 'node:path';
import { app } from 'electron';
import { ElectronHost } from './host/electron-host.ts';
import { reachSystem } from './reach-system.ts';
import { runDesktop } from './run-desktop.ts';
import { userFolders } from './user-folders.ts';

/** Electron's entry. The same program as `chromium-main.ts`; only the host differs. */
async function main(): Promise<void> {
  const bundlesDir = import.meta.dirname;
  const folders = userFolders();
  app.setPath('userData', join(folders.cacheDir, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  app.enableSandbox();
  // We end when the window has closed and the agent was left, not before.
  app.on('window-all-closed', () => undefined);
  const exitCode = await runDesktop({
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    isStrict: false,
    folders,
    createHost: ({ isHeadless }) =>
      Promise.resolve(
        new ElectronHost({
          rendererDir: join(bundlesDir, 'renderer'),
          preloadPath: join(bundlesDir, 'preload-electron.cjs'),
          isHeadless,
        }),
      ),
    reachFor: (system, options) => reachSystem(system, options, bundlesDir),
    onOpened: (window) => app.on('second-instance', () => window.focus()),
  });
  app.exit(exitCode);
}

// Not awaited here: Electron is not ready before this module has been evaluated.
void main();
