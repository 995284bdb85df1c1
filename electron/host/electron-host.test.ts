import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { channelsIn } from './electron-channels.ts';
import type { HostWindow } from './desktop-host.ts';

type Listener = (...args: unknown[]) => unknown;
interface WindowParameters {
  readonly webPreferences: { readonly additionalArguments: readonly string[] } & Readonly<Record<string, unknown>>;
}

/** What our host told Electron, by the name it was told under. Electron itself cannot run here. */
const told = vi.hoisted(() => {
  const listeners = new Map<string, (...args: never[]) => unknown>();
  return { listeners, parameters: [] as unknown[], sent: [] as unknown[], menus: [] as unknown[], reloads: 0 };
});

vi.mock('electron', () => {
  const hear = (name: string, listener: Listener): void => void told.listeners.set(name, listener);
  class BrowserWindow {
    readonly webContents = {
      on: hear,
      setWindowOpenHandler: (listener: Listener) => hear('window-open', listener),
      send: (...args: unknown[]) => told.sent.push(args),
      reload: () => told.reloads++,
    };
    readonly once = hear;
    readonly show = vi.fn();
    readonly isDestroyed = (): boolean => false;
    readonly isMinimized = (): boolean => false;
    constructor(parameters: unknown) {
      told.parameters.push(parameters);
    }
    loadURL(url: string): Promise<void> {
      told.parameters.push(url);
      return Promise.resolve();
    }
    close(): void {
      (told.listeners.get('closed') as Listener)();
    }
  }
  return {
    BrowserWindow,
    app: { whenReady: () => Promise.resolve() },
    ipcMain: { handle: hear },
    Menu: { setApplicationMenu: (menu: unknown) => told.menus.push(menu) },
    session: {
      defaultSession: {
        on: hear,
        setPermissionRequestHandler: (listener: Listener) => hear('permission-request', listener),
        setPermissionCheckHandler: (listener: Listener) => hear('permission-check', listener),
        protocol: { handle: hear },
      },
    },
  };
});

const { ElectronHost } = await import('./electron-host.ts');

const call = (name: string, ...args: unknown[]): unknown => (told.listeners.get(name) as Listener)(...args);
const channels = { requests: ['job.list'], events: ['job.changed'] };
const answer = vi.fn((name: string, input: unknown) => Promise.resolve({ name, input }));

let rendererDir: string;
let opened: HostWindow;

beforeAll(async () => {
  rendererDir = await mkdtemp(join(tmpdir(), 'electron-host-'));
  await writeFile(join(rendererDir, 'index.html'), '<p>hello</p>');
});
afterAll(() => rm(rendererDir, { recursive: true, force: true }));
beforeEach(async () => {
  answer.mockClear();
  told.listeners.clear();
  told.parameters.length = 0;
  const host = new ElectronHost({ rendererDir, preloadPath: '/dist/preload-electron.cjs', isHeadless: false });
  const window = await host.openWindow({ title: 'Storage', width: 1280, height: 800, place: null, channels, answer });
  if (!window.ok) throw new Error(window.error.code);
  opened = window.value;
});

describe('who may ask', () => {
  const ask = (senderFrame: unknown): unknown => call('request', { senderFrame }, 'job.list', {});

  test('the app’s own top frame is answered', async () => {
    expect(await ask({ url: 'https://app.invalid/', parent: null })).toEqual({ name: 'job.list', input: {} });
  });

  test.each([
    ['another origin', { url: 'https://evil.example/', parent: null }],
    ['a frame within the page', { url: 'https://app.invalid/', parent: {} }],
    ['a look-alike origin', { url: 'https://app.invalid.evil.example/', parent: null }],
    ['a frame that has gone', null],
  ])('%s is refused', (_who, frame) => {
    expect(() => ask(frame)).toThrow('sender refused');
    expect(answer).not.toHaveBeenCalled();
  });
});

describe('the window', () => {
  test('keeps the page apart from Node and gives it the names of the contract', () => {
    const { webPreferences } = told.parameters[0] as WindowParameters;
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      preload: '/dist/preload-electron.cjs',
    });
    expect(channelsIn(['electron', ...webPreferences.additionalArguments])).toEqual(channels);
    expect(told.menus.at(-1)).toBeNull();
    expect(told.parameters[1]).toBe('https://app.invalid/');
  });

  test.each([
    ['its own document', { url: 'https://app.invalid/?a#b', isMainFrame: true }, true],
    ['another path of its own', { url: 'https://app.invalid/main.js', isMainFrame: true }, false],
    ['another site', { url: 'https://evil.example/', isMainFrame: true }, false],
    ['a file', { url: 'file:///etc/passwd', isMainFrame: true }, false],
    ['a frame', { url: 'https://app.invalid/', isMainFrame: false }, false],
  ])('navigates to %s: %o → %s', (_what, target, isAllowed) => {
    const preventDefault = vi.fn();
    call('will-frame-navigate', { ...target, preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(isAllowed ? 0 : 1);
  });

  test('opens no second window, downloads nothing, grants nothing but notifications', () => {
    const decide = vi.fn();
    const preventDefault = vi.fn();
    expect(call('window-open')).toEqual({ action: 'deny' });
    call('permission-request', {}, 'media', decide);
    expect(decide).toHaveBeenCalledWith(false);
    expect(call('permission-check', {}, 'media')).toBe(false);
    expect(call('permission-check', {}, 'notifications')).toBe(true);
    call('will-download', { preventDefault });
    call('will-attach-webview', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });

  test('comes back after its page crashed', () => {
    call('render-process-gone', {}, { reason: 'crashed' });
    expect(told.reloads).toBe(1);
  });

  test('hands events to the page under their names, and tells when it is closed', async () => {
    opened.send('job.changed', { id: 'a' });
    expect(told.sent.at(-1)).toEqual(['event', 'job.changed', { id: 'a' }]);
    await opened.close();
    await opened.closed;
  });
});

describe('https', () => {
  const get = (url: string, method = 'GET'): Promise<Response> =>
    call('https', new Request(url, { method })) as Promise<Response>;

  test('is answered from the app’s files, with its security headers', async () => {
    const response = await get('https://app.invalid/');
    expect(await response.text()).toBe('<p>hello</p>');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test.each([
    ['https://evil.example/', 'GET', 403],
    ['https://app.invalid/', 'POST', 403],
    ['https://app.invalid/missing.js', 'GET', 404],
  ])('%s by %s is answered with %i', async (url, method, status) => {
    expect((await get(url, method)).status).toBe(status);
  });
});
