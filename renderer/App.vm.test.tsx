// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import { aRevision } from '#shared/testing/a-revision.ts';
import { anInventory, aPlan, aVm, aVolume, timestamp, vmName } from '#shared/testing/builders.ts';
import { closeWindow, giveLayout, openWindow } from './testing/open-window.tsx';

beforeEach(giveLayout);
afterEach(closeWindow);

const work = aVm({ name: vmName('work'), storageType: 'lvm' });
const mail = aVm({
  name: vmName('mail'),
  storageType: 'lvm',
  autostart: true,
  hasAutostartLink: false,
  volumes: [aVolume({ storage: 'lvm', revisionsToKeep: 2, revisions: [aRevision({ id: '3' })] })],
});

async function openMail(answers = {}) {
  const opened = await openWindow(answers, [mail, work]);
  await opened.user.click(screen.getByRole('button', { name: 'Open mail' }));
  return opened;
}

test('a VM is opened from its row by Enter, and Escape leads back to the row', async () => {
  const { user } = await openWindow({}, [mail, work]);
  await user.keyboard('/');
  await user.keyboard('{ArrowDown}{Enter}');
  await screen.findByRole('region', { name: 'mail' });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('row', { name: /mail/ })));
});

test('growing shows the plan for what is typed, and starts that one', async () => {
  const { api, user } = await openMail({
    'plan.make': ({ action }: { action: never }) => ok({ outcome: 'plan', plan: aPlan({ action, vm: mail.name }) }),
  });
  await user.click(screen.getByRole('button', { name: 'Grow private' }));
  const dialog = await screen.findByRole('dialog', { name: 'Grow the private of mail' });
  const field = within(dialog).getByLabelText(/New size/);
  await user.clear(field);
  await user.type(field, '50');
  await waitFor(() => {
    expect(api.asked.at(-1)?.input).toEqual({
      action: { kind: 'resize', vm: 'mail', role: 'private', sizeBytes: gib(50) },
    });
  });
  await waitFor(() => {
    expect(within(dialog).getByRole('button', { name: 'Grow' }).getAttribute('aria-disabled')).toBeNull();
  });
  await user.click(within(dialog).getByRole('button', { name: 'Grow' }));
  expect(api.asked.at(-1)).toMatchObject({ name: 'plan.start', input: { action: { sizeBytes: gib(50) } } });
});

test('where systemd and the registry differ, it says so, and a person decides', async () => {
  const { api, user } = await openMail();
  screen.getByText(/registered to start at boot, but systemd has no link/);
  await user.click(screen.getByRole('button', { name: 'Start it at boot' }));
  expect(api.asked.map(({ name }) => name)).toEqual(['window.state', 'plan.make', 'plan.start']);
  expect(api.asked[1]?.input).toEqual({ action: { kind: 'set-autostart', vm: 'mail', isOn: true } });
});

test('a revision is pinned at once, and reverted to by a plan', async () => {
  const { api, user } = await openMail();
  await user.click(screen.getByRole('button', { name: 'Pin revision 3' }));
  expect(api.asked.at(-1)?.name).toBe('plan.start');
  await user.click(screen.getByRole('button', { name: 'Revert revision 3' }));
  await screen.findByRole('dialog', { name: 'Revert private of mail to revision 3' });
});

test('a name that no VM may have is refused without asking anybody', async () => {
  const { api, user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'New qube…' }));
  const dialog = await screen.findByRole('dialog', { name: 'New qube' });
  await user.type(within(dialog).getByLabelText('Name'), '1st');
  await within(dialog).findByText(/begins with "1"/);
  expect(api.asked.map(({ name }) => name)).toEqual(['window.state']);
});

test('a VM that is gone leaves the way back', async () => {
  const { api, user } = await openMail();
  api.send('inventory.changed', {
    ...anInventory(),
    takenAt: timestamp('2026-11-23T14:10:00.000Z'),
    changedVms: [],
    removedVms: [mail.name],
  });
  await screen.findByText('There is no mail any more.');
  await user.click(screen.getByRole('button', { name: 'All qubes' }));
  await screen.findByRole('row', { name: /work/ });
});

test('killing asks first', async () => {
  const running = aVm({ name: vmName('web'), power: 'running' });
  const { api, user } = await openWindow({ 'vm.kill': () => ok({}) }, [running]);
  await user.click(screen.getByRole('button', { name: 'Open web' }));
  await user.click(screen.getByRole('button', { name: 'Kill…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Kill web' });
  expect(api.asked.map(({ name }) => name)).not.toContain('vm.kill');
  await user.click(within(dialog).getByRole('button', { name: 'Kill' }));
  expect(api.asked.at(-1)).toEqual({ name: 'vm.kill', input: { vm: 'web' } });
});

test('a VM is removed when its name has been typed', async () => {
  const removal = { role: 'private', storage: 'lvm', path: '/dev/x', usedBytes: gib(1), identity: '1' } as const;
  const { api, user } = await openMail({
    'plan.make': ({ action }: { action: never }) =>
      ok({ outcome: 'plan', plan: aPlan({ action, vm: mail.name, removes: [removal] }) }),
  });
  await user.click(screen.getByRole('button', { name: 'Remove…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Remove mail' });
  await user.type(await within(dialog).findByLabelText(/Type mail to confirm/), 'mail');
  await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
  expect(api.asked.at(-1)).toMatchObject({
    name: 'plan.start',
    input: { action: { kind: 'remove', vm: 'mail', keepsFiles: false } },
  });
});

test('a VM is renamed to what was typed', async () => {
  const { api, user } = await openMail();
  await user.click(screen.getByRole('button', { name: 'Rename…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Rename mail' });
  await user.clear(within(dialog).getByLabelText('Name'));
  await user.type(within(dialog).getByLabelText('Name'), 'post');
  await waitFor(() => {
    expect(api.asked.at(-1)?.input).toEqual({ action: { kind: 'rename', vm: 'mail', name: 'post' } });
  });
});
