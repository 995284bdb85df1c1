// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import { anInventory, aProgress, aRunningJob, aSucceededJob, aVm, timestamp } from '#shared/testing/builders.ts';
import { closeWindow, giveLayout, halted, openWindow, plan, running } from './testing/open-window.tsx';

beforeEach(giveLayout);
afterEach(closeWindow);

const migrateButton = (name: string) => screen.getByRole('button', { name: `Migrate to LVM: ${name}` });

test('a migration is planned, shown and started with the fingerprint of what was shown', async () => {
  const { api, user } = await openWindow();
  await user.click(migrateButton('fc20'));
  const dialog = await screen.findByRole('dialog', { name: 'Migrate fc20 to LVM' });
  await within(dialog).findByText('Every byte is read back and compared before anything is switched');
  await user.click(within(dialog).getByRole('button', { name: 'Migrate' }));
  expect(api.asked.at(-1)).toEqual({
    name: 'plan.start',
    input: { action: plan.action, fingerprint: plan.fingerprint },
  });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('the focus goes back to the button that opened the dialog', async () => {
  const { user } = await openWindow();
  await user.click(migrateButton('fc20'));
  await screen.findByRole('dialog');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(migrateButton('fc20')));
});

test('a running VM has its reason on the button, which stays focusable and does nothing', async () => {
  const { api, user } = await openWindow();
  const button = migrateButton('work');
  expect(button.getAttribute('aria-disabled')).toBe('true');
  const description = document.getElementById(button.getAttribute('aria-describedby') ?? '');
  expect(description?.textContent).toBe('work is running, not halted. Shut it down first.');
  await user.click(button);
  expect(api.asked.map(({ name }) => name)).not.toContain('plan.make');
});

test('a plan that no longer holds is made again and shown before anything starts', async () => {
  const { api, user } = await openWindow({ 'plan.start': () => err({ code: 'plan-changed' }) });
  await user.click(migrateButton('fc20'));
  const dialog = await screen.findByRole('dialog');
  await user.click(await within(dialog).findByRole('button', { name: 'Migrate' }));
  await within(dialog).findByText(/Things had changed since the plan was made/);
  expect(api.asked.map(({ name }) => name)).toEqual(['window.state', 'plan.make', 'plan.start', 'plan.make']);
});

test('of several VMs the refused ones are listed and the others start', async () => {
  const { api, user } = await openWindow({
    'plan.make': ({ action }) =>
      action.vm === running.name
        ? ok({ outcome: 'refused', blockers: [{ code: 'vm-not-halted', vm: running.name, power: 'running' }] })
        : ok({ outcome: 'plan', plan }),
  });
  await user.click(screen.getByRole('checkbox', { name: 'Select fc20' }));
  await user.click(screen.getByRole('checkbox', { name: 'Select work' }));
  await user.click(screen.getByRole('button', { name: 'Migrate to LVM…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Migrate 2 qubes to LVM' });
  await within(dialog).findByText('work is running, not halted. Shut it down first.');
  await user.click(within(dialog).getByRole('button', { name: 'Migrate 1 qube' }));
  expect(api.asked.filter(({ name }) => name === 'plan.start')).toHaveLength(1);
});

test('a job is shown on its row, and its end is told and changes the row', async () => {
  const { api } = await openWindow();
  const job = aRunningJob({ plan, progress: aProgress() });
  api.send('job.changed', job);
  await screen.findByText('61 % copied');
  api.send('job.changed', aSucceededJob({ id: job.id, plan }));
  api.send('inventory.changed', {
    ...anInventory(),
    takenAt: timestamp('2026-11-23T14:10:00.000Z'),
    changedVms: [aVm({ name: halted.name, storageType: 'lvm' })],
    removedVms: [],
  });
  expect(await screen.findAllByText('fc20 is on LVM now; the original is kept.')).toHaveLength(2);
  const row = screen.getByRole('row', { name: /fc20/ });
  await within(row).findByText('LVM');
  expect(migrateButton('fc20').getAttribute('aria-disabled')).toBe('true');
});

test('while the agent is away the list stays, and says how old it is', async () => {
  const { api, user } = await openWindow();
  api.send('connection.changed', {
    state: 'lost',
    system: 'sandbox',
    failure: { code: 'agent-gone' },
    isRetrying: true,
  });
  await screen.findByText(/What you see was true at/);
  expect(screen.getByRole('row', { name: /fc20/ })).toBeTruthy();
  expect(migrateButton('fc20').getAttribute('aria-disabled')).toBe('true');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(api.asked.at(-1)?.name).toBe('window.reconnect');
});

test('keys do what the pointer does: slash searches, space selects, m migrates, escape clears', async () => {
  const { user } = await openWindow();
  await user.keyboard('/');
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  await user.keyboard('{ArrowDown} ');
  expect(screen.getByRole('row', { name: /fc20/ }).getAttribute('aria-selected')).toBe('true');
  await user.keyboard('{Shift>}{ArrowDown}{/Shift}');
  expect(screen.getByText('2 selected')).toBeTruthy();
  await user.keyboard('{Escape}');
  expect(screen.queryByText('2 selected')).toBeNull();
  await user.keyboard('{ArrowUp}m');
  await screen.findByRole('dialog', { name: 'Migrate fc20 to LVM' });
});
