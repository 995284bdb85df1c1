// Pictures of the window in each of its states, and what axe finds in them.   node scripts/preview-window.mjs [OUT_DIR [NAMES]]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { startFakeWindows } from './fake-window.mjs';
import { views } from './window-views.mjs';

const outDir = resolve(process.argv[2] ?? '/tmp/qsm-window');

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

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(outDir, { recursive: true });
const windows = await startFakeWindows();
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
      const page = await windows.openPage(scenario, { viewport: { width, height }, colorScheme });
      page.on('console', (message) => message.type() === 'error' && console.log(`${name}: console: ${message.text()}`));
      page.on('pageerror', (error) => console.log(`${name}: page error: ${error.message}`));
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
await windows.close();
console.log(`${violationCount} axe violations; pictures in ${outDir}`);
