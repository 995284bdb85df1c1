import { expect, test } from '../fixtures/admin-app.ts';
import { violationsOf } from '../fixtures/axe.ts';
import { QubesPage } from '../pages/qubes-page.ts';
import { VmPane } from '../pages/vm-pane.ts';

/** The same window on a Qubes R4; what it did is looked up on the other side. */
test.afterEach(({ r4 }) => {
  r4.qubesd.intercept = () => undefined;
});

test('the table is live through qubesd’s events, whoever acts', async ({ page, r4 }) => {
  const qubes = new QubesPage(page);
  await expect(qubes.row('vault').getByText('halted', { exact: true })).toBeVisible();
  r4.qubesd.act('admin.vm.Start', 'vault');
  await expect(qubes.row('vault').getByText('running', { exact: true })).toBeVisible();
  r4.qubesd.act('admin.vm.Shutdown', 'vault');
  await expect(qubes.row('vault').getByText('halted', { exact: true })).toBeVisible();
  r4.qubesd.act('admin.vm.property.Set', 'vault', 'autostart', 'True');
  await expect(qubes.row('vault').getByText('on', { exact: true })).toBeVisible();
});

test('a qube moves to another pool, and everything still names it', async ({ page, r4 }) => {
  const { vms } = r4.qubesd.state;
  r4.qubesd.act('admin.vm.property.Set', 'work', 'provides_network', 'True');
  r4.qubesd.act('admin.vm.property.Set', 'personal', 'netvm', 'work');
  const content = vms.get('work')?.volumes.get('private')?.content;
  const qubes = new QubesPage(page);
  await qubes.row('work').getByRole('button', { name: 'Migrate: work' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('data', { exact: true }).click();
  const begin = dialog.getByRole('button', { name: 'Migrate', exact: true });
  await begin.and(page.locator(':not([aria-disabled])')).click();
  await expect(page.getByText('work is in pool data now.').first()).toBeAttached({ timeout: 60_000 });

  const moved = vms.get('work')?.volumes.get('private');
  expect(moved).toMatchObject({ pool: 'data', content });
  expect(vms.get('personal')?.properties.get('netvm')).toMatchObject({ value: 'work' });
  expect([...vms.keys()].filter((name) => /work/.test(name))).toEqual(['work']);
  const pane = await VmPane.open(page, 'work');
  await expect(pane.root.getByText('data', { exact: true }).first()).toBeVisible();
});

test('a VM is set to start at boot, and goes back to an older state', async ({ page, r4 }) => {
  const pane = await VmPane.open(page, 'personal');
  await pane.autoboot.click();
  await expect(pane.autoboot).toBeChecked();
  expect(r4.qubesd.state.vms.get('personal')?.properties.get('autostart')).toMatchObject({ value: 'True' });

  await pane.root.getByRole('button', { name: /^Revert.*1795433436/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('personal');
  await dialog.getByRole('button', { name: 'Revert', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => r4.qubesd.asked.filter(({ method }) => method === 'admin.vm.volume.Revert')).toHaveLength(1);
});

test('a device of another qube is attached to a running one, and taken back', async ({ page, r4 }) => {
  const { vms } = r4.qubesd.state;
  vms
    .get('sys-net')
    ?.devices.set('block.Available', [
      "sys-net+sda:0781:5580::?******* device_id='0781:5580::?*******' port_id='sda' devclass='block' backend_domain='sys-net' _size='1048576' _mode='w' _desc='stick'",
    ]);
  r4.qubesd.act('admin.vm.Start', 'vault');
  const screens = page.getByRole('navigation');
  await screens.getByRole('button', { name: 'Devices' }).click();
  await page.getByRole('button', { name: 'Attach sys-net:sda' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => vms.get('vault')?.devices.get('block.Attached')?.length).toBe(1);
  await page.getByRole('button', { name: 'Detach sys-net:sda' }).click();
  await expect.poll(() => vms.get('vault')?.devices.get('block.Attached')?.length).toBe(0);
  r4.qubesd.act('admin.vm.Shutdown', 'vault');
});

test('what Qubes refuses is told before anything else, with the lines that allow it, and stays in the settings', async ({
  page,
  r4,
}) => {
  r4.qubesd.intercept = ({ method }) => (method === 'admin.vm.device.block.Available' ? { kind: 'refuse' } : undefined);
  const screens = page.getByRole('navigation');
  await screens.getByRole('button', { name: 'Devices' }).click();
  await expect(page.getByRole('heading', { name: 'Qubes does not permit everything' })).toBeVisible();
  await expect(page.getByLabel('Lines of policy')).toContainText(
    /^admin\.vm\.device\.block\.Available .* allow target=dom0/,
  );
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('region', { name: 'Devices' })).toBeVisible();
  await screens.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Refused by Qubes' })).toContainText('admin.vm.device.block.Available');
});

test('axe finds nothing on the screens of R4, in light and in dark', async ({ page }) => {
  const screens = page.getByRole('navigation');
  for (const theme of ['Light', 'Dark']) {
    await screens.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: theme }).click();
    for (const screen of ['Pools', 'Devices', 'Jobs', 'Qubes']) {
      await screens.getByRole('button', { name: screen }).click();
      expect([theme, screen, await violationsOf(page)]).toEqual([theme, screen, []]);
    }
    await page.getByRole('button', { name: 'Migrate: personal' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect([theme, await violationsOf(page)]).toEqual([theme, []]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open personal' }).click();
    expect([theme, 'VM', await violationsOf(page)]).toEqual([theme, 'VM', []]);
  }
});
