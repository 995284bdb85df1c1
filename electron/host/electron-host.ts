import { app, BrowserWindow, ipcMain, Menu, session, type Session } from 'electron';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { loadAsset } from './assets.ts';
import { appUrl, isAppDocument, isAppUrl } from './content-security.ts';
import type { DesktopHost, HostWindow, WindowOptions } from './desktop-host.ts';
import { channelsArgument, eventChannel, requestChannel } from './electron-channels.ts';

export interface ElectronHostOptions {
  readonly rendererDir: string;
  readonly preloadPath: string;
  /** Never shows the window; Electron needs a display all the same. */
  readonly isHeadless: boolean;
}

/** The application on Electron: the same origin, headers and refusals as on Chromium, given by Electron's own means. */
export class ElectronHost implements DesktopHost {
  readonly kind = 'electron';
  readonly #options: ElectronHostOptions;

  constructor(options: ElectronHostOptions) {
    this.#options = options;
  }

  async openWindow(options: WindowOptions): Promise<Result<HostWindow, Failure>> {
    await app.whenReady();
    // Its accelerators would open dev tools and new windows.
    Menu.setApplicationMenu(null);
    confine(session.defaultSession, this.#options.rendererDir);
    ipcMain.handle(requestChannel, (event, name: unknown, input: unknown) => {
      const sender = event.senderFrame;
      if (sender === null || sender.parent !== null || !isAppUrl(sender.url)) throw new Error('sender refused');
      return options.answer(String(name), input);
    });
    const window = this.#createWindow(options);
    const closed = new Promise<void>((resolve) => window.once('closed', () => resolve()));
    if (!this.#options.isHeadless) window.once('ready-to-show', () => window.show());
    await window.loadURL(appUrl);
    return ok({
      send: (event, payload) => {
        if (!window.isDestroyed()) window.webContents.send(eventChannel, event, payload);
      },
      focus: () => {
        if (window.isMinimized()) window.restore();
        window.focus();
      },
      close: () => {
        if (!window.isDestroyed()) window.close();
        return closed;
      },
      closed,
    });
  }

  #createWindow({ title, width, height, place, channels }: WindowOptions): BrowserWindow {
    const window = new BrowserWindow({
      title,
      ...(place ?? {}),
      width,
      height,
      useContentSize: true,
      show: false,
      webPreferences: {
        preload: this.#options.preloadPath,
        additionalArguments: [channelsArgument(channels)],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    const { webContents } = window;
    webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    webContents.on('will-attach-webview', (event) => event.preventDefault());
    webContents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isAppDocument(event.url)) event.preventDefault();
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') webContents.reload();
    });
    return window;
  }
}

/** Refuses everything that the page could ask of Electron, and answers its `https` requests from our files alone. */
function confine(pages: Session, rendererDir: string): void {
  // That a job has ended is told on the desktop; nothing else is asked for.
  pages.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === 'notifications'));
  pages.setPermissionCheckHandler((_contents, permission) => permission === 'notifications');
  pages.on('will-download', (event) => event.preventDefault());
  pages.protocol.handle('https', async (request) => {
    const asset = await loadAsset(rendererDir, request);
    if (asset === undefined) return new Response(null, { status: 403 });
    return new Response(new Uint8Array(asset.body), { status: asset.status, headers: asset.headers });
  });
}
