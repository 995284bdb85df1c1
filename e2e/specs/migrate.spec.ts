import { mkdirSync } from 'node:fs';
import { expect, test } from '../fixtures/app.ts';
import { QubesPage } from '../pages/qubes-page.ts';

const migrationTimeoutMs = 120_000;

test('a click migrates a VM, and its volume holds the very bytes of its image', async ({ page, sandbox }) => {
  const qubes = new QubesPage(page);
  await expect(qubes.row('untrusted')).toBeVisible({ timeout: 60_000 });
  await expect(qubes.row('untrusted').getByText('file', { exact: true })).toBeVisible();

  const dialog = await qubes.openMigration('untrusted');
  await expect(dialog.root.getByText('Every byte is read back and compared')).toBeVisible();
  await dialog.confirm.click();
  await expect(dialog.root).toBeHidden();

  const row = qubes.row('untrusted');
  await expect(row.getByText('LVM', { exact: true })).toBeVisible({ timeout: migrationTimeoutMs });
  await expect(page.getByText('untrusted is on LVM now; the original is kept.').first()).toBeAttached();

  const image = '/var/lib/qubes/appvms/untrusted/private.img';
  const compared = await sandbox.exec('cmp', image, '/dev/qubes_dom0/untrusted-private');
  expect(compared).toMatchObject({ exitCode: 0, stdout: '' });
  const registry = await sandbox.exec('grep', '-c', 'name="untrusted".*storage_type="lvm"', '/var/lib/qubes/qubes.xml');
  expect(registry.stdout.trim()).toBe('1');
});

test('a running VM is refused with the reason, and stays where it is', async ({ page, sandbox }) => {
  expect((await sandbox.exec('qubes-storage', 'start', 'work')).exitCode).toBe(0);
  const qubes = new QubesPage(page);
  await expect(qubes.row('work').getByText('running', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(qubes.migrateButton('work')).toHaveAttribute('aria-disabled', 'true');
  await qubes.row('work').click();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Migrate work to LVM' });
  await expect(dialog.getByText('work is running, not halted. Shut it down first.')).toBeVisible();
  await page.keyboard.press('Escape');

  const refused = await sandbox.cli('migrate', 'work', '--to', 'lvm');
  expect(refused.exitCode).toBe(3);
  expect((await sandbox.exec('qubes-storage', 'stop', 'work')).exitCode).toBe(0);
});

test('what the window looks like is chosen in the settings', async ({ page }) => {
  const qubes = new QubesPage(page);
  await expect(qubes.row('win7')).toBeVisible({ timeout: 60_000 });
  const screens = page.getByRole('navigation');
  await screens.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await screens.getByRole('button', { name: 'Qubes' }).click();
  const folder = process.env['QSM_PICTURES'] ?? 'test-results/pictures';
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/window.png` });
});
