import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CdpConnection } from './cdp-connection.ts';
import { takePage, type ChromiumPage, type PageTarget } from './chromium-page.ts';
import { startChromium, type ChromiumProcess } from './chromium-process.ts';
import { takeProfile, type ChromiumProfile } from './chromium-profile.ts';
import { chromiumArguments, findChromium } from './chromium-program.ts';
import { appUrl } from './content-security.ts';
import type { DesktopHost, HostWindow, WindowOptions } from './desktop-host.ts';

const openTimeoutMs = 30_000;
const closeTimeoutMs = 5_000;

export interface ChromiumHostOptions {
  readonly rendererDir: string;
  readonly preloadSource: string;
  /** Chromium's own folder, kept from one start to the next. */
  readonly profileDir: string;
  readonly isHeadless: boolean;
  /** Called once the first window has painted; the end-to-end tests take the connection from here. */
  readonly onPainted?: (connection: CdpConnection) => void;
}

const chromiumMissing: Failure = {
  code: 'programs-missing',
  programs: ['chromium'],
  packages: ['chromium'],
};

/** The application on the system's own Chromium, driven over a pipe: no TCP port, and nothing left when it ends. */
export class ChromiumHost implements DesktopHost {
  readonly kind = 'chromium';
  readonly #options: ChromiumHostOptions;

  constructor(options: ChromiumHostOptions) {
    this.#options = options;
  }

  async openWindow(window: WindowOptions): Promise<Result<HostWindow, Failure>> {
    const program = findChromium();
    if (program === undefined) return err(chromiumMissing);
    const { profileDir, isHeadless } = this.#options;
    const profile = await tryProfile(profileDir);
    if (!profile.ok) return profile;
    const args = chromiumArguments({
      profileDir: profile.value.dir,
      url: appUrl,
      place: window.place,
      width: window.width,
      height: window.height,
      isHeadless,
      isRoot: process.getuid?.() === 0,
    });
    const chromium = startChromium(program, args, profile.value);
    const closed = chromium.exited.then(() => profile.value.release());
    const target = await onlyPage(chromium);
    if (target === undefined) {
      chromium.kill();
      await closed;
      const { exitCode, stderr } = await chromium.exited;
      return err({ code: 'command-failed', program, exitCode, stderr });
    }
    const page = await takePage(chromium.connection, target, { ...this.#options, ...window });
    void page.painted.then(() => this.#options.onPainted?.(chromium.connection));
    return ok(windowOn(chromium, page, closed));
  }
}

async function tryProfile(dir: string): Promise<Result<ChromiumProfile, Failure>> {
  try {
    return ok(await takeProfile(dir));
  } catch (error) {
    return err({ code: 'file-failed', path: dir, detail: error instanceof Error ? error.message : String(error) });
  }
}

function windowOn(chromium: ChromiumProcess, page: ChromiumPage, closed: Promise<void>): HostWindow {
  const close = async (): Promise<void> => {
    void chromium.connection.send('Browser.close', {});
    const timeout = new AbortController();
    const late = sleep(closeTimeoutMs, 'late', { signal: timeout.signal }).catch(() => undefined);
    if ((await Promise.race([closed, late])) === 'late') chromium.kill();
    timeout.abort();
    await closed;
  };
  return { send: page.send, focus: page.focus, close, closed };
}

/**
 * The page that Chromium was started with. Every further one (popup, dev tools, a second window) is closed on sight,
 * and when the page goes Chromium goes. Undefined when Chromium ended, or showed no page in time.
 */
async function onlyPage({ connection, exited }: ChromiumProcess): Promise<PageTarget | undefined> {
  let page: PageTarget | undefined;
  const attached = new Promise<PageTarget>((resolve) => {
    connection.on('Target.attachedToTarget', ({ sessionId, targetInfo: { targetId, type } }) => {
      if (type !== 'page') void connection.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
      else if (page !== undefined) void connection.send('Target.closeTarget', { targetId });
      else resolve((page = { sessionId, targetId }));
    });
  });
  connection.on('Target.detachedFromTarget', ({ sessionId }) => {
    if (sessionId === page?.sessionId) void connection.send('Browser.close', {});
  });
  // What is not named is refused.
  void connection.send('Browser.grantPermissions', { permissions: ['notifications'] });
  void connection.send('Browser.setDownloadBehavior', { behavior: 'deny' });
  void connection.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  const timeout = new AbortController();
  const late = sleep(openTimeoutMs, undefined, { signal: timeout.signal }).catch(() => undefined);
  const first = await Promise.race([attached, exited.then(() => undefined), late]);
  timeout.abort();
  return first;
}
