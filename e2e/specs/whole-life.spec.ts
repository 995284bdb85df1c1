import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app.ts';
import type { Sandbox } from '../fixtures/sandbox.ts';
import { ActDialog } from '../pages/act-dialog.ts';
import { QubesPage } from '../pages/qubes-page.ts';
import { VmPane } from '../pages/vm-pane.ts';

const jobMs = 60_000;
const goTo = (page: Page, screen: string) =>
  page.getByRole('navigation').getByRole('button', { name: screen }).click({ timeout: jobMs });
const open = async (page: Page, vm: string): Promise<VmPane> => {
  await goTo(page, 'Qubes');
  return VmPane.open(page, vm);
};

/** What a shell in the box says; throws where it fails. */
async function sh(sandbox: Sandbox, script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await sandbox.exec('sh', '-c', script);
  expect([script, exitCode, exitCode === 0 ? '' : stderr]).toEqual([script, 0, '']);
  return stdout.trim();
}
const privateOf = (vm: string): string => `/dev/qubes_dom0/${vm}-private`;
const registered = (vm: string): string => `grep -c 'name="${vm}"' /var/lib/qubes/qubes.xml || true`;
/** A guest that mounts it writes to its beginning. */
const digestOf = (vm: string): string => `head --bytes=64M ${privateOf(vm)} | sha256sum`;

const dir = '/var/lib/qubes';

test.afterEach(async ({ page }) => {
  await expect(page.getByText('No job is running.')).toBeVisible({ timeout: jobMs });
});

/** Each test finds what the one before has left, in a window of its own on one box, and leaves no job behind. */
test.beforeAll(async ({ sandbox }) => {
  for (const vm of ['mail', 'spare', 'letters']) await sh(sandbox, `qubes-storage create ${vm} --template fc20`);
});

test('several are migrated with one review', async ({ page, sandbox }) => {
  const qubes = new QubesPage(page);
  for (const vm of ['mail', 'spare']) await page.getByLabel(`Select ${vm}`, { exact: true }).click({ timeout: jobMs });
  await page.getByRole('region', { name: '2 selected' }).getByRole('button', { name: 'Migrate to LVM…' }).click();
  await new ActDialog(page, 'Migrate 2 qubes to LVM').begin('Migrate 2 qubes');
  for (const vm of ['mail', 'spare'])
    await expect(qubes.row(vm).getByText('LVM', { exact: true })).toBeVisible({ timeout: jobMs });
  await sh(sandbox, `cmp --bytes=256M ${dir}/appvms/mail/private.img ${privateOf('mail')}`);
  await sh(sandbox, `cmp --bytes=256M ${dir}/appvms/spare/private.img ${privateOf('spare')}`);
});

test('a kept original is freed', async ({ page, sandbox }) => {
  await goTo(page, 'Kept originals');
  await page.getByRole('button', { name: 'Free what is kept of spare' }).click();
  await new ActDialog(page, 'Free what is kept of spare').begin('Free', 'spare');
  await expect(page.getByRole('button', { name: 'Free what is kept of spare' })).toBeHidden({ timeout: jobMs });
  await sh(sandbox, `! test -e ${dir}/appvms/spare/private.img && test -e ${privateOf('spare')}`);
  await sh(sandbox, `test -e ${dir}/appvms/mail/private.img`);
});

test('a clone is a snapshot, gets another name, and is removed', async ({ page, sandbox }) => {
  await (await open(page, 'mail')).fillIn('Clone…', 'Clone mail', 'Name', 'mail-two');
  await goTo(page, 'Qubes');
  const two = page.getByRole('button', { name: 'Open mail-two' });
  await expect(two).toBeVisible({ timeout: jobMs });
  await sh(sandbox, `cmp --bytes=256M ${privateOf('mail')} ${privateOf('mail-two')}`);

  await (await open(page, 'mail-two')).fillIn('Rename…', 'Rename mail-two', 'Name', 'mail-three');
  await expect.poll(() => sh(sandbox, registered('mail-three')), { timeout: jobMs }).toBe('1');
  expect(await sh(sandbox, registered('mail-two'))).toBe('0');
  await sh(
    sandbox,
    `! test -e ${privateOf('mail-two')} && cmp --bytes=256M ${privateOf('mail')} ${privateOf('mail-three')}`,
  );

  const three = await open(page, 'mail-three');
  await three.root.getByRole('button', { name: 'Remove…' }).click();
  await new ActDialog(page, 'Remove mail-three').begin('Remove', 'mail-three');
  await expect.poll(() => sh(sandbox, registered('mail-three')), { timeout: jobMs }).toBe('0');
  await expect
    .poll(
      () => sh(sandbox, `ls ${privateOf('mail-three')} ${dir}/appvms/mail-three 2>&1 | grep -vc 'No such' || true`),
      { timeout: jobMs },
    )
    .toBe('0');
  await sh(sandbox, `test -e ${privateOf('mail')}`);
});

test('a volume on LVM grows', async ({ page, sandbox }) => {
  await (await open(page, 'mail')).fillIn('Grow private', 'Grow the private of mail', 'New size', '3');
  // Whoever opened the volume meanwhile would be in the job's way.
  const size = 'lvs --noheadings --nosuffix --units=b --options=lv_size qubes_dom0/mail-private';
  await expect.poll(() => sh(sandbox, size), { timeout: jobMs }).toBe(String(3 * 2 ** 30));
});

test('an older state comes back', async ({ page, sandbox }) => {
  const before = await sh(sandbox, digestOf('mail'));
  await sh(sandbox, 'qubes-storage start mail && sleep 1 && qubes-storage stop mail');
  expect(await sh(sandbox, digestOf('mail'))).not.toBe(before);
  const revert = (await open(page, 'mail')).root.getByRole('button', { name: /^Revert revision/ }).first();
  await revert.and(page.locator(':not([aria-disabled])')).click({ timeout: jobMs });
  await new ActDialog(page, /mail/).begin('Revert');
  await expect(page.getByText(/The private volume of mail is back at revision/).first()).toBeAttached({
    timeout: jobMs,
  });
  expect(await sh(sandbox, digestOf('mail'))).toBe(before);
});

test('a device is given to a running VM, and taken back', async ({ page, sandbox }) => {
  await sh(sandbox, 'qubes-storage start mail');
  const mounted = 'awk \'$5 ~ "/guests/mail/xvdi"\' /proc/self/mountinfo | wc -l';
  await goTo(page, 'Devices');
  await page.getByRole('button', { name: 'Attach dom0:loop0' }).click({ timeout: jobMs });
  const dialog = new ActDialog(page, 'Attach dom0:loop0');
  await dialog.root.getByRole('combobox').selectOption('mail');
  await dialog.begin('Attach');
  const detach = page.getByRole('button', { name: 'Detach dom0:loop0' });
  await expect(detach).toBeVisible({ timeout: jobMs });
  expect(await sh(sandbox, mounted)).toBe('1');
  await detach.click();
  await expect(page.getByRole('button', { name: 'Attach dom0:loop0' })).toBeVisible({ timeout: jobMs });
  expect(await sh(sandbox, mounted)).toBe('0');
  await sh(sandbox, 'qubes-storage stop mail');
});

test('a job that was cut off in its copy is resumed to the end', async ({ page, sandbox }) => {
  const qubes = new QubesPage(page);
  const image = `${dir}/appvms/letters/private.img`;
  await sh(
    sandbox,
    `head --bytes=1M /dev/urandom > /tmp/block
     for n in $(seq 250); do cat /tmp/block; done | dd of=${image} bs=1M seek=600 conv=notrunc status=none`,
  );
  const copied = `dmsetup status --target thin | awk '/^qubes_dom0-letters--private\\.job/ { print ($5 > 32768) }'`;
  const cut = sh(
    sandbox,
    `for n in $(seq 600); do [ "$(${copied})" = 1 ] && break; sleep 0.05; done; kill -KILL $(pgrep -f '[a]gent\\.mjs')`,
  );
  await goTo(page, 'Qubes');
  await (await qubes.openMigration('letters')).confirm.click();
  await cut;
  await goTo(page, 'Jobs');
  const resume = page
    .getByRole('region', { name: 'Jobs' })
    .getByRole('button', { name: 'Resume the migration of letters' });
  await resume.and(page.locator(':not([aria-disabled])')).click({ timeout: jobMs });
  await expect
    .poll(() => sh(sandbox, 'grep -c \'name="letters".*storage_type="lvm"\' /var/lib/qubes/qubes.xml || true'), {
      timeout: jobMs,
      intervals: [1000],
    })
    .toBe('1');
  const part = '--ignore-initial=600M --bytes=250M';
  await sh(sandbox, `cmp ${part} ${image} ${privateOf('letters')}`);
});
