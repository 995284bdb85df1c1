// The built page (dist/renderer) in the system's Chromium on a fake `window.api`: no port, no agent, the content policy of the
// application. The fake and its scenarios are those of the unit tests (shared/testing/window-scenarios.ts).
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { chromium } from '@playwright/test';

const rendererDir = resolve(import.meta.dirname, '../dist/renderer');
const origin = 'https://app.invalid';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; require-trusted-types-for 'script'";

async function fakeApiScript() {
  const result = await build({
    stdin: {
      contents: `import { fakeWindow } from '#shared/testing/window-scenarios.ts'; globalThis.api = fakeWindow(globalThis.scenario);`,
      resolveDir: resolve(import.meta.dirname, '..'),
    },
    bundle: true,
    write: false,
    format: 'iife',
  });
  return result.outputFiles[0].text;
}

function answer(route) {
  const { pathname } = new URL(route.request().url());
  const path = join(rendererDir, pathname === '/' ? 'index.html' : pathname);
  if (!existsSync(path)) return route.fulfill({ status: 404 });
  const headers = {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': contentPolicy,
  };
  return route.fulfill({ body: readFileSync(path), headers });
}

/** `openPage(scenario, options)` opens a page of its own each time; whoever is done closes it, and the browser. */
export async function startFakeWindows(launchOptions = {}) {
  const fake = await fakeApiScript();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid() === 0 ? ['--no-sandbox'] : [],
    ...launchOptions,
  });
  const openPage = async (scenario, options) => {
    const page = await browser.newPage({ timezoneId: 'UTC', ...options });
    await page.route('**/*', answer);
    await page.addInitScript({ content: `globalThis.scenario = ${JSON.stringify(scenario)};${fake}` });
    await page.goto(`${origin}/`);
    await page.locator('header').first().waitFor({ state: 'attached' });
    return page;
  };
  return { openPage, close: () => browser.close() };
}
