// What the window is looked at in: for pictures, and for axe.

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
export const views = [
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
  ['rename', 'calm', formOn('personal', 'Rename…')],
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
