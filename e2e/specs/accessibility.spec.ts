import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app.ts';
import { violationsOf } from '../fixtures/axe.ts';
import { MigrateDialog } from '../pages/migrate-dialog.ts';
import { QubesPage } from '../pages/qubes-page.ts';

/** The dialog behind a button, and everything on it as axe sees it; it is left with Escape. */
async function expectNoneIn(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText('Measuring and making a plan.').first()).toBeHidden();
  expect([button, await violationsOf(page)]).toEqual([button, []]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test('axe finds nothing on any screen nor in any dialog, in light and in dark', async ({ page }) => {
  const qubes = new QubesPage(page);
  await expect(qubes.row('win7')).toBeVisible({ timeout: 60_000 });
  const screens = page.getByRole('navigation');
  for (const theme of ['Light', 'Dark']) {
    await screens.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: theme }).click();
    for (const screen of ['Settings', 'Pools', 'Kept originals', 'Jobs', 'Devices', 'Checks', 'Qubes']) {
      await screens.getByRole('button', { name: screen }).click();
      if (screen === 'Checks') await expect(page.getByText(/Looked at \d/)).toBeVisible({ timeout: 60_000 });
      expect([theme, screen, await violationsOf(page)]).toEqual([theme, screen, []]);
    }
    await expectNoneIn(page, 'New qube…');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    expect([theme, 'keys', await violationsOf(page)]).toEqual([theme, 'keys', []]);
    await page.keyboard.press('Escape');
    await qubes.openMigration('personal');
    await page.keyboard.press('Escape');
    await expect(qubes.migrateButton('personal')).toBeFocused();

    await page.getByRole('button', { name: 'Open personal' }).click();
    expect([theme, 'VM', await violationsOf(page)]).toEqual([theme, 'VM', []]);
    for (const act of ['Migrate…', 'Clone…', 'Rename…', 'Remove…', 'Grow private']) await expectNoneIn(page, act);
  }
});

test('a whole migration is done by keyboard alone', async ({ page, sandbox }) => {
  expect((await sandbox.exec('qubes-storage', 'create', 'keys', '--template', 'fc20')).exitCode).toBe(0);
  const qubes = new QubesPage(page);
  await expect(qubes.row('keys')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('/');
  await page.keyboard.type('keys');
  await expect(qubes.row('personal')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('m');
  const { root, confirm } = new MigrateDialog(page, 'keys');
  await expect(root.getByText('Every byte is read back and compared')).toBeVisible();
  const isOnConfirm = async () => (await confirm.and(page.locator(':focus')).count()) === 1;
  for (let tries = 0; tries < 20 && !(await isOnConfirm()); tries += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(root).toBeHidden();
  await expect(qubes.row('keys').getByText('LVM', { exact: true })).toBeVisible({ timeout: 60_000 });
  const image = '/var/lib/qubes/appvms/keys/private.img';
  const compared = await sandbox.exec('cmp', '--bytes=256M', image, '/dev/qubes_dom0/keys-private');
  expect(compared).toMatchObject({ exitCode: 0, stdout: '' });
});
