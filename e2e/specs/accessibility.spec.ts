import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app.ts';
import { QubesPage } from '../pages/qubes-page.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const theme of ['Light', 'Dark']) {
  test(`in ${theme.toLowerCase()}, axe finds nothing in the table nor in the migration's dialog`, async ({ page }) => {
    const qubes = new QubesPage(page);
    await expect(qubes.row('win7')).toBeVisible({ timeout: 60_000 });
    const screens = page.getByRole('navigation');
    await screens.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: theme }).click();
    expect(await violationsOf(page)).toEqual([]);
    await screens.getByRole('button', { name: 'Qubes' }).click();
    expect(await violationsOf(page)).toEqual([]);

    const dialog = await qubes.openMigration('personal');
    await expect(dialog.confirm).toBeEnabled();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.cancel.click();
    await expect(qubes.migrateButton('personal')).toBeFocused();
  });
}

test('a migration is looked at and left by keyboard alone', async ({ page }) => {
  const qubes = new QubesPage(page);
  await expect(qubes.row('personal')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('/');
  await page.keyboard.type('personal');
  await expect(qubes.row('win7')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Migrate personal to LVM' });
  await expect(dialog.getByText('Every byte is read back and compared')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
