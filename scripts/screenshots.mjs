// The pictures of the README: each screen, light and dark, into docs/screens. `npm run screenshots`.
import { mkdirSync } from 'node:fs';
import { startFakeWindows } from './fake-window.mjs';
import { views } from './window-views.mjs';

const shown = [
  'selected',
  'vm',
  'grow',
  'migrate-form',
  'clone',
  'pools',
  'devices',
  'jobs',
  'kept',
  'checks',
  'settings',
];
const outDir = 'docs/screens';

mkdirSync(outDir, { recursive: true });
const windows = await startFakeWindows();
for (const colorScheme of ['light', 'dark']) {
  for (const [name, scenario, act] of views.filter(([name]) => shown.includes(name))) {
    const page = await windows.openPage(scenario, { viewport: { width: 1280, height: 800 }, colorScheme });
    await act(page);
    // Progress shows itself after two seconds.
    await page.waitForTimeout(scenario === 'busy' ? 2200 : 250);
    await page.screenshot({ path: `${outDir}/${name}-${colorScheme}.png` });
    await page.close();
  }
}
await windows.close();
