import { expect, test } from '../fixtures/app.ts';
import { VmPane } from '../pages/vm-pane.ts';

const registryLine = (vm: string) => ['grep', `name="${vm}"`, '/var/lib/qubes/qubes.xml'] as const;
const jobMs = 60_000;

test('autoboot is set in the registry and in systemd together', async ({ page, sandbox }) => {
  const pane = await VmPane.open(page, 'personal');
  await expect(pane.autoboot).not.toBeChecked();
  await pane.autoboot.click();
  await expect(pane.autoboot).toBeChecked({ timeout: jobMs });
  expect((await sandbox.exec(...registryLine('personal'))).stdout).toContain('autostart="True"');
  const link = '/etc/systemd/system/multi-user.target.wants/qubes-vm@personal.service';
  expect((await sandbox.exec('test', '-L', link)).exitCode).toBe(0);
});

test('a volume grows to what was typed', async ({ page, sandbox }) => {
  const pane = await VmPane.open(page, 'personal');
  await pane.fillIn('Grow private', 'Grow the private of personal', 'New size', '3');
  await expect(pane.root.getByRole('row', { name: /private/ }).getByText('3 GiB')).toBeVisible({ timeout: jobMs });
  const size = await sandbox.exec('stat', '--format=%s', '/var/lib/qubes/appvms/personal/private.img');
  expect(size.stdout.trim()).toBe(String(3 * 2 ** 30));
});

test('a clone is made under the name that was typed, with the bytes of its source', async ({ page, sandbox }) => {
  const pane = await VmPane.open(page, 'personal');
  await pane.fillIn('Clone…', 'Clone personal', 'Name', 'personal-two');
  await page.getByRole('button', { name: 'All qubes' }).click();
  await expect(page.getByRole('button', { name: 'Open personal-two' })).toBeVisible({ timeout: jobMs });
  expect((await sandbox.exec(...registryLine('personal-two'))).exitCode).toBe(0);
  const dir = '/var/lib/qubes/appvms';
  const compared = await sandbox.exec('cmp', `${dir}/personal/private.img`, `${dir}/personal-two/private.img`);
  expect(compared).toMatchObject({ exitCode: 0, stdout: '' });
});

test('what does not agree is told, and devices that are somebody’s are not offered', async ({ page }) => {
  const screens = page.getByRole('navigation');
  await screens.getByRole('button', { name: 'Checks' }).click({ timeout: 60_000 });
  await expect(page.getByText(/Looked at \d/)).toBeVisible({ timeout: jobMs });
  await screens.getByRole('button', { name: 'Devices' }).click();
  await page.getByLabel(/Show internal/).check({ timeout: jobMs });
  const internal = page.getByRole('table', { name: /Internal/ });
  await expect(internal.getByText(/pool|volume group/).first()).toBeVisible();
  await expect(internal.getByRole('button')).toHaveCount(0);
});
