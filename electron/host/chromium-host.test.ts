import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ChromiumHost } from './chromium-host.ts';
import { findChromium } from './chromium-program.ts';
import type { HostWindow } from './desktop-host.ts';
import { listeningTcpSockets, processesWith, socketsOf } from './testing/proc-files.ts';

/** Tells what it sees through the only door it has, and does what the test has it do. */
const pageScript = `
  const tell = (what, value) => window.api.request('tell', { what, value });
  const attempt = (what, act) => act().then(() => tell(what, 'allowed'), () => tell(what, 'refused'));
  const acts = {
    say: (text) => tell(text, location.href),
    leave: (url) => { location.href = url; },
    popup: () => { window.open('https://example.com/'); window.open('/'); tell('popup', 'done'); },
    ask: () => tell('asked', [confirm('?'), prompt('?')]),
    close: () => window.close(),
  };
  window.api.on('act', ({ act, argument }) => acts[act](argument));
  tell('start', {
    host: window.api.host, url: location.href, width: innerWidth, height: innerHeight, place: [screenX, screenY],
    leaks: ['process', 'require', '__toHost', '__channels'].filter((name) => name in window),
  });
  window.api.request('echo', JSON.parse('{"__proto__":{"isPolluted":true},"text":"\\\\u2028 \\u00fc \\\\u0000"}'))
    .then(({ value }) => tell('echo', { text: value.text, keys: Object.keys(value), isPolluted: value.isPolluted === true }));
  window.api.request('unheard-of', {}).then((answer) => tell('unheard-of', answer));
  attempt('fetch', () => fetch('https://example.com/'));
  attempt('fetch of itself', () => fetch('/index.html'));
  attempt('eval', async () => new Function('return 1')());
  attempt('markup from a string', async () => { document.body.innerHTML = '<b>x</b>'; });
  attempt('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
  attempt('notification', async () => { if ((await Notification.requestPermission()) !== 'granted') throw new Error(); });
`;

interface Told {
  readonly what: string;
  readonly value: unknown;
}

let dir: string;
let preloadSource: string;
let opened: HostWindow;
const told: Told[] = [];

const hear = (what: string): Promise<unknown> =>
  vi.waitFor(
    () => {
      const found = told.find((one) => one.what === what);
      if (found === undefined) throw new Error(`the page has not told of ${what}`);
      return found.value;
    },
    { timeout: 15_000 },
  );

/** Where the page is, in its own words; fails when it does not speak any more. */
async function whereItIs(window = opened): Promise<unknown> {
  const question = `where-${told.length}`;
  await vi.waitFor(() => {
    window.send('act', { act: 'say', argument: question });
    if (!told.some((one) => one.what === question)) throw new Error('no answer yet');
  }, 10_000);
  return hear(question);
}

async function answer(name: string, input: unknown): Promise<unknown> {
  if (name === 'echo') return Promise.resolve({ ok: true, value: input });
  told.push(input as Told);
  return Promise.resolve({ ok: true, value: {} });
}

async function openWindow(): Promise<HostWindow> {
  const profileDir = join(dir, 'cache', 'chromium');
  const host = new ChromiumHost({ rendererDir: join(dir, 'renderer'), preloadSource, profileDir, isHeadless: true });
  const channels = { requests: ['tell', 'echo'], events: ['act'] };
  const place = { x: 40, y: 30 };
  const window = await host.openWindow({ title: 'test', width: 1280, height: 800, place, channels, answer });
  if (!window.ok) throw new Error(JSON.stringify(window.error));
  return window.value;
}

describe.runIf(findChromium() !== undefined)('a window on the system Chromium', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'chromium-host-'));
    await mkdir(join(dir, 'renderer'));
    await writeFile(join(dir, 'renderer', 'index.html'), '<!doctype html><p>hello</p><script src="/page.js"></script>');
    await writeFile(join(dir, 'renderer', 'page.js'), pageScript);
    const entryPoint = join(import.meta.dirname, '../preload/chromium-preload.ts');
    const preload = await build({ entryPoints: [entryPoint], bundle: true, write: false, format: 'iife' });
    preloadSource = preload.outputFiles[0]?.text ?? '';
    opened = await openWindow();
  }, 40_000);
  afterAll(async () => {
    await opened.close();
    await rm(dir, { recursive: true, force: true });
  });

  test('shows the app in the size and at the place asked for, and the page has the api and nothing else of ours', async () => {
    expect(await hear('start')).toEqual({
      host: 'chromium',
      url: 'https://app.invalid/',
      width: 1280,
      height: 800,
      place: [40, 30],
      leaks: [],
    });
  });

  test('carries any text and any key both ways unchanged', async () => {
    expect(await hear('echo')).toEqual({ text: '\u2028 ü \u0000', keys: ['__proto__', 'text'], isPolluted: false });
  });

  test('refuses a name that is not the contract’s before it leaves the page', async () => {
    expect(await hear('unheard-of')).toEqual({
      ok: false,
      error: { code: 'bad-request', detail: 'no request unheard-of' },
    });
  });

  test('lets the page tell something on the desktop', async () => {
    expect(await hear('notification')).toBe('allowed');
  });

  test.each(['fetch', 'fetch of itself', 'eval', 'markup from a string', 'camera'])(
    'refuses the page: %s',
    async (what) => {
      expect(await hear(what)).toBe('refused');
    },
  );

  test('listens on no TCP port', async () => {
    const ours = await processesWith(join(dir, 'cache'));
    expect(ours.length).toBeGreaterThan(1);
    const sockets = await Promise.all(ours.map(socketsOf));
    const listening = await listeningTcpSockets();
    expect(sockets.flat().filter((inode) => listening.has(inode))).toEqual([]);
  });

  test.each([
    'https://example.com/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/html,x',
    'about:blank',
    'javascript:document.write(1)',
    '/page.js',
  ])('the page cannot leave for %s', async (url) => {
    opened.send('act', { act: 'leave', argument: url });
    await sleep(300);
    expect(await whereItIs()).toBe('https://app.invalid/');
  });

  test('a page that asks its user gets no, at once', async () => {
    opened.send('act', { act: 'ask' });
    expect(await hear('asked')).toEqual([false, null]);
  });

  test('popups come to nothing', async () => {
    opened.send('act', { act: 'popup' });
    await hear('popup');
    expect(await whereItIs()).toBe('https://app.invalid/');
    const starts = told.filter(({ what }) => what === 'start');
    await sleep(300);
    expect(told.filter(({ what }) => what === 'start')).toHaveLength(starts.length);
  });

  test('a page whose process dies comes back', async () => {
    const before = told.filter(({ what }) => what === 'start').length;
    const renderers = (await processesWith(join(dir, 'cache'))).filter(({ line }) => line.includes('--type=renderer'));
    for (const { pid } of renderers) process.kill(pid, 'SIGKILL');
    expect(renderers).not.toEqual([]);
    expect(await whereItIs()).toBe('https://app.invalid/');
    expect(told.filter(({ what }) => what === 'start').length).toBeGreaterThan(before);
  });

  test('a second window is closed by its page, and leaves neither a process nor a profile', async () => {
    const second = await openWindow();
    expect(await readdir(join(dir, 'cache'))).toHaveLength(2);
    await whereItIs(second);
    second.send('act', { act: 'close' });
    await second.closed;
    expect(await readdir(join(dir, 'cache'))).toEqual(['chromium']);
    expect(await whereItIs()).toBe('https://app.invalid/');
  }, 20_000);

  test('a window whose Chromium is killed counts as closed', async () => {
    const third = await openWindow();
    const [temporary] = (await readdir(join(dir, 'cache'))).filter((name) => name !== 'chromium');
    const mine = await processesWith(join(dir, 'cache', temporary ?? 'none'));
    const browser = mine.find(({ line }) => line.includes('--remote-debugging-pipe') && !line.includes('--type='));
    process.kill(browser?.pid ?? 0, 'SIGKILL');
    await third.closed;
    expect(await readdir(join(dir, 'cache'))).toEqual(['chromium']);
  }, 20_000);
});
