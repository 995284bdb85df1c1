// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import { anInventory, aPlan, aSucceededJob, aThinPool, aVm, vmName } from '#shared/testing/builders.ts';
import { scenarioDevices, scenarioReport } from '#shared/testing/scenario-looks.ts';
import { closeWindow, giveLayout, openWindow } from './testing/open-window.tsx';

beforeEach(giveLayout);
afterEach(closeWindow);

const web = aVm({ name: vmName('web'), power: 'running' });
const goTo = (name: string) =>
  within(screen.getByRole('navigation')).getByRole('button', { name: new RegExp(`^${name}`) });

test('devices that are somebody’s are listed on request, with whose they are, and no way to attach them', async () => {
  const { user } = await openWindow({ 'device.list': () => ok(scenarioDevices) });
  await user.click(goTo('Devices'));
  await screen.findByRole('button', { name: 'Attach dom0:sdb1' });
  expect(screen.queryByText(/sda1/)).toBeNull();
  await user.click(screen.getByLabelText('Show internal (5)'));
  const row = screen.getByRole('row', { name: /sda1/ });
  within(row).getByText('mounted at /boot');
  expect(within(row).queryByRole('button')).toBeNull();
});

test('a device is attached as the one that was shown, and looked at again', async () => {
  const { api, user } = await openWindow(
    { 'device.list': () => ok(scenarioDevices), 'device.attach': () => ok({ frontend: 'xvdi' }) },
    [web],
  );
  await user.click(goTo('Devices'));
  await user.click(await screen.findByRole('button', { name: 'Attach dom0:sdb1' }));
  const dialog = await screen.findByRole('dialog', { name: 'Attach dom0:sdb1' });
  await user.click(within(dialog).getByRole('checkbox'));
  await user.click(within(dialog).getByRole('button', { name: 'Attach' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(api.asked.slice(-2)).toEqual([
    {
      name: 'device.attach',
      input: { vm: 'web', device: 'dom0:sdb1', identity: 'identity of sdb1', isReadOnly: true },
    },
    { name: 'device.list', input: {} },
  ]);
});

test('without a running VM there is nothing to attach to, and it says so', async () => {
  const { user } = await openWindow({ 'device.list': () => ok(scenarioDevices) }, [aVm()]);
  await user.click(goTo('Devices'));
  await user.click(await screen.findByRole('button', { name: 'Attach dom0:sdb1' }));
  const alert = await screen.findByRole('alert');
  within(alert).getByText(/No VM runs/);
});

test('findings tell what is safe; what can be put right without loss is repaired together', async () => {
  const { api, user } = await openWindow({ 'checks.run': () => ok(scenarioReport) });
  await user.click(goTo('Checks'));
  await screen.findByText(/The root volume of debian-alone is missing/);
  await user.click(screen.getByRole('button', { name: 'Repair all 3…' }));
  expect(api.asked.at(-1)).toMatchObject({
    name: 'plan.make',
    input: { action: { kind: 'repair', findings: ['b21d7740', '77c1e0aa', '51f0aa07'] } },
  });
});

test('a check that fails says why, and can be tried again', async () => {
  const { user } = await openWindow({ 'checks.run': () => err({ code: 'agent-gone' }) });
  await user.click(goTo('Checks'));
  await user.click(await screen.findByRole('button', { name: 'Check again' }));
});

test('an alert level is kept, and counts for the pools at once', async () => {
  const { api, user } = await openWindow();
  await user.click(goTo('Settings'));
  const field = screen.getByLabelText('Data: Filling up, in percent');
  await user.tripleClick(field);
  await user.keyboard('9');
  expect(api.asked.at(-1)).toMatchObject({
    name: 'preferences.set',
    input: { alertLevels: { data: { warn: 0.09, high: 0.85 } } },
  });
});

test('a column is hidden, and that is remembered', async () => {
  const { api, user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'View' }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Template' }));
  expect(api.asked.at(-1)).toMatchObject({
    name: 'preferences.set',
    input: { hiddenColumns: ['pool', 'kept', 'template'] },
  });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('columnheader', { name: 'Template' })).toBeNull());
});

test('whether they start at boot is set for all selected ones in one review', async () => {
  const { api, user } = await openWindow({
    'plan.make': ({ action }) => ok({ outcome: 'plan', plan: aPlan({ action, vm: action.vm }) }),
  });
  await user.click(screen.getByRole('checkbox', { name: 'Select all shown' }));
  await user.click(screen.getByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Start at boot…' }));
  await screen.findByRole('dialog', { name: 'Set 2 qubes to start at boot' });
  expect(api.asked.filter(({ name }) => name === 'plan.make')).toHaveLength(2);
});

test('a question mark lists the keys, and a number goes to a screen', async () => {
  const { user } = await openWindow();
  await user.keyboard('?');
  await screen.findByRole('dialog', { name: 'Keys' });
  await user.keyboard('{Escape}2');
  await screen.findByRole('region', { name: 'All pools' });
});

test('who looks elsewhere is told on the desktop that a job has ended, and that a pool fills up', async () => {
  const notify = vi.fn();
  vi.stubGlobal('Notification', Object.assign(notify, { permission: 'granted' }));
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  const { api } = await openWindow();
  api.send('job.changed', aSucceededJob({ plan: aPlan() }));
  expect(notify).toHaveBeenLastCalledWith('Migrate work to LVM', {
    body: 'work is on LVM now; the original is kept.',
  });
  const pools = [aThinPool({ usedBytes: gib(440) })];
  api.send('inventory.changed', { ...anInventory({ pools }), changedVms: [], removedVms: [] });
  expect(notify).toHaveBeenLastCalledWith('Qubes Storage Manager', { body: 'qubes_dom0/pool0 is critical.' });
});
