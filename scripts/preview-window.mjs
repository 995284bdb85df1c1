// Pictures of the built window (dist/renderer) in each of its states, and what axe finds in them. No port, no agent:
// Chromium is given the files and a fake `window.api` by Playwright.   node scripts/preview-window.mjs [OUT_DIR]
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { chromium } from '@playwright/test';

const outDir = resolve(process.argv[2] ?? '/tmp/qsm-window');
const rendererDir = resolve(import.meta.dirname, '../dist/renderer');
const origin = 'https://app.invalid';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; require-trusted-types-for 'script'";

const openDialogFor = (names) => async (page) => {
  for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).click();
  await page.getByRole('button', { name: 'Migrate to LVM…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Migrate|Close)/ })
    .waitFor();
};
const openDialogOn = (name) => async (page) => {
  await page.getByRole('row', { name }).first().focus();
  await page.keyboard.press('m');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Migrate|Close)/ })
    .waitFor();
};

const showScreen = (name) => (page) => page.getByRole('navigation').getByRole('button', { name }).click();

const openVm = (name) => (page) => page.getByRole('button', { name: `Open ${name}`, exact: true }).click();
const formOn = (vm, button) => async (page) => {
  await openVm(vm)(page);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('dialog').getByText('Show plan and commands').waitFor();
};

/** Name of the picture, the scenario of shared/testing/window-scenarios.ts, and what is done before it is taken. */
const views = [
  ['main', 'calm', async () => {}],
  ['columns', 'calm', (page) => page.getByRole('button', { name: 'View' }).click()],
  ['busy', 'busy', async () => {}],
  [
    'selected',
    'calm',
    async (page) => {
      await page.getByRole('checkbox', { name: 'Select fc20', exact: true }).click();
      await page.getByRole('checkbox', { name: 'Select win-7', exact: true }).click();
    },
  ],
  [
    'hint',
    'calm',
    async (page) => {
      await page.getByRole('button', { name: 'Migrate to LVM: netvm' }).hover();
      await page.getByRole('tooltip').first().waitFor();
    },
  ],
  ['migrate', 'calm', openDialogOn('win-7')],
  [
    'migrate-plan',
    'calm',
    async (page) => {
      await openDialogOn('fc20')(page);
      await page.getByText('Show plan and commands').click();
    },
  ],
  ['migrate-many', 'calm', openDialogFor(['fc20', 'win-7', 'netvm', 'old-mail'])],
  ['refused', 'calm', openDialogOn('debian-alone')],
  ['drawer', 'busy', (page) => page.getByRole('button', { name: 'Show jobs' }).click()],
  [
    'jobs',
    'busy',
    async (page) => {
      await page.getByRole('button', { name: 'Jobs', exact: false }).first().click();
      await page.getByText('Log').click();
    },
  ],
  ['pools', 'calm', showScreen('Pools')],
  ['pools-full', 'full', showScreen('Pools')],
  ['kept', 'calm', showScreen('Kept originals')],
  [
    'free',
    'calm',
    async (page) => {
      await showScreen('Kept originals')(page);
      await page.getByRole('button', { name: 'Free what is kept of fc20-go' }).click();
      await page.getByLabel(/Type fc20-go/).waitFor();
    },
  ],
  ['vm', 'calm', openVm('personal')],
  ['vm-running', 'calm', openVm('work')],
  ['vm-missing', 'calm', openVm('debian-alone')],
  ['grow', 'calm', formOn('personal', 'Grow private')],
  ['clone', 'calm', formOn('personal', 'Clone…')],
  [
    'create',
    'calm',
    async (page) => {
      await page.getByRole('button', { name: 'New qube…' }).click();
      await page.getByLabel('Name', { exact: true }).fill('shopping');
      await page.getByText('Show plan and commands').waitFor();
    },
  ],
  ['note', 'calm', formOn('personal', 'Note revision 4')],
  ['migrate-form', 'calm', formOn('win-7', 'Migrate…')],
  [
    'devices',
    'calm',
    async (page) => {
      await showScreen('Devices')(page);
      await page.getByLabel(/Show internal/).check();
    },
  ],
  [
    'attach',
    'calm',
    async (page) => {
      await showScreen('Devices')(page);
      await page.getByRole('button', { name: 'Attach dom0:sdb1' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['checks', 'calm', showScreen('Checks')],
  ['checks-clean', 'many', showScreen('Checks')],
  ['keys', 'calm', (page) => page.keyboard.press('?')],
  ['settings', 'calm', showScreen('Settings')],
  ['many', 'many', async () => {}],
  ['empty', 'empty', async () => {}],
  ['no-match', 'calm', (page) => page.getByRole('searchbox').fill('nothing like it')],
  ['full', 'full', async () => {}],
  ['connecting', 'connecting', async () => {}],
  ['unreachable', 'unreachable', async () => {}],
  ['lost', 'lost', async () => {}],
];

/** Where a large window could look different. */
const alsoWide = new Set([
  'selected',
  'migrate',
  'many',
  'jobs',
  'full',
  'pools',
  'kept',
  'vm',
  'devices',
  'checks',
  'settings',
]);

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

async function violationsOn(page, axe) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.target} ${node.failureSummary?.split('\n')[1] ?? ''}`)
          .join(' | ')}`,
    );
  });
}

const fake = await fakeApiScript();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(outDir, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const only = process.argv[3]?.split(',');
let violationCount = 0;

for (const colorScheme of ['dark', 'light']) {
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ]) {
    for (const [name, scenario, act] of views) {
      if (only !== undefined && !only.includes(name)) continue;
      if (width > 1280 && !alsoWide.has(name)) continue;
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, timezoneId: 'UTC' });
      page.on('console', (message) => message.type() === 'error' && console.log(`${name}: console: ${message.text()}`));
      page.on('pageerror', (error) => console.log(`${name}: page error: ${error.message}`));
      await page.route('**/*', answer);
      await page.addInitScript({ content: `globalThis.scenario = ${JSON.stringify(scenario)};${fake}` });
      await page.goto(`${origin}/`);
      await page.locator('header').first().waitFor({ state: 'attached' });
      try {
        await act(page);
      } catch (error) {
        console.log(`${name}: ${error.message.split('\n').slice(0, 4).join(' ')}`);
      }
      // Progress shows itself after two seconds.
      await page.waitForTimeout(scenario === 'busy' ? 2200 : 250);
      await page.screenshot({ path: join(outDir, `${name}-${colorScheme}-${width}.png`) });
      if (width === 1280) {
        for (const violation of await violationsOn(page, axe)) {
          violationCount += 1;
          console.log(`${name}-${colorScheme}: axe ${violation}`);
        }
      }
      await page.close();
    }
  }
}
await browser.close();
console.log(`${violationCount} axe violations; pictures in ${outDir}`);
