import { loadAsset } from './assets.ts';
import type { CdpConnection } from './cdp-connection.ts';
import { appUrl, isAppDocument } from './content-security.ts';
import type { WindowOptions } from './desktop-host.ts';
import { channelsVariable, toHostBinding } from './host-message.ts';
import { openPageChannel } from './page-channel.ts';
import { pageSession, type PageSession } from './page-session.ts';

export interface PageTarget {
  readonly sessionId: string;
  /** Also the id of the page's main frame. */
  readonly targetId: string;
}

export interface PageOptions extends Pick<WindowOptions, 'channels' | 'answer'> {
  readonly rendererDir: string;
  readonly preloadSource: string;
}

export interface ChromiumPage {
  readonly send: (event: string, payload: unknown) => void;
  readonly focus: () => void;
  /** Settles when the app has painted something other than background for the first time. */
  readonly painted: Promise<void>;
}

/**
 * Turns Chromium's one page into the app's: each of its requests is answered from our files or refused, it cannot leave
 * its document, and it speaks with main through one binding. All of this stands before the app is loaded.
 */
export async function takePage(
  connection: CdpConnection,
  { sessionId, targetId }: PageTarget,
  { rendererDir, preloadSource, channels, answer }: PageOptions,
): Promise<ChromiumPage> {
  const session = pageSession(connection, sessionId);
  const { send } = session;
  serveAssets(session, rendererDir);
  dismissDialogs(session);
  const painted = holdOnApp(session, targetId);
  const sendEvent = openPageChannel(session, targetId, answer);

  const source = `globalThis.${channelsVariable} = ${JSON.stringify(channels)};\n${preloadSource}`;
  await Promise.all([
    send('Fetch.enable', {}),
    send('Inspector.enable', {}),
    send('Runtime.enable', {}),
    send('Runtime.addBinding', { name: toHostBinding }),
    send('Page.enable', {}),
    send('Page.setLifecycleEventsEnabled', { enabled: true }),
    send('Page.setInterceptFileChooserDialog', { enabled: true, cancel: true }),
    send('Page.addScriptToEvaluateOnNewDocument', { source }),
    send('Runtime.runIfWaitingForDebugger', {}),
  ]);
  // Chromium did not wait for us with its first load, which finds no host of that name: its error page should not come
  // between us and the app. When it does all the same, the app follows it.
  await send('Page.stopLoading', {});
  await send('Page.navigate', { url: appUrl });
  return { painted, send: sendEvent, focus: () => void send('Page.bringToFront', {}) };
}

function serveAssets({ send, on }: PageSession, rendererDir: string): void {
  on('Fetch.requestPaused', ({ requestId, request }) => {
    void loadAsset(rendererDir, request).then((asset) => {
      // With any other reason Chromium would replace the page by its own error page.
      if (asset === undefined) return send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      const responseHeaders = Object.entries(asset.headers).map(([name, value]) => ({ name, value }));
      const body = asset.body.toString('base64');
      return send('Fetch.fulfillRequest', { requestId, responseCode: asset.status, responseHeaders, body });
    });
  });
}

/** Leaving is the only question whose answer is yes. */
function dismissDialogs({ send, on }: PageSession): void {
  on('Page.javascriptDialogOpening', ({ type }) => {
    void send('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' });
  });
}

/** Shows the app again whenever the page shows something else, or died. Settles at the app's first paint. */
function holdOnApp({ send, on }: PageSession, mainFrameId: string): Promise<void> {
  let appLoader: string | undefined;
  const showApp = (): void => void send('Page.navigate', { url: appUrl });
  on('Page.frameNavigated', ({ frame }) => {
    if (frame.id !== mainFrameId) return;
    if (isAppDocument(frame.url)) appLoader = frame.loaderId;
    else showApp();
  });
  on('Inspector.targetCrashed', showApp);
  return new Promise((resolve) => {
    on('Page.lifecycleEvent', ({ name, loaderId }) => {
      if (name === 'firstContentfulPaint' && loaderId === appLoader) resolve();
    });
  });
}
