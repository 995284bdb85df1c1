import { accessSync, constants } from 'node:fs';

/** Where distributions put it: Debian, Fedora (dom0 is one), and Google's own package. */
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined when no Chromium is installed. */
export function findChromium(): string | undefined {
  return candidates.find((program) => {
    try {
      accessSync(program, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface ChromiumArguments {
  readonly profileDir: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly isHeadless: boolean;
  readonly isRoot: boolean;
}

/** Some switches that would seem to fit are missing because each shows a warning bar: `--host-resolver-rules` is one. */
export function chromiumArguments(options: ChromiumArguments): readonly string[] {
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${options.profileDir}`,
    `--app=${options.url}`,
    `--window-size=${options.width},${options.height}`,
    ...(options.place === null ? [] : [`--window-position=${options.place.x},${options.place.y}`]),
    '--class=qubes-storage-manager',
    '--password-store=basic',
    '--block-new-web-contents',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--disable-background-networking',
    '--disable-breakpad',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-quic',
    '--disable-sync',
    '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,SpareRendererForSitePerProcess',
    ...(options.isHeadless ? ['--headless'] : []),
    // Chromium refuses to sandbox itself as root; --test-type keeps it from saying so in a bar above the page.
    ...(options.isRoot ? ['--no-sandbox', '--test-type'] : []),
  ];
}
