// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { aPlan, aQueuedJob, aSucceededJob, aVm, vmName } from '#shared/testing/builders.ts';
import { closeWindow, giveLayout, openWindow } from './testing/open-window.tsx';

beforeEach(giveLayout);
afterEach(closeWindow);

test('a template’s children are offered with it, but for those that cannot move', async () => {
  const template = vmName('fc20');
  const child = (name: string, power: 'halted' | 'running') => aVm({ name: vmName(name), template, power });
  const vms = [
    aVm({ name: template, class: 'TemplateVM', template: null }),
    child('mail', 'halted'),
    child('web', 'running'),
  ];
  const { api, user } = await openWindow(
    {
      'plan.make': ({ action }) =>
        ok({ outcome: 'plan', plan: aPlan({ vm: vmName(String('vm' in action ? action.vm : '')) }) }),
    },
    vms,
  );
  await user.click(screen.getByRole('button', { name: 'Migrate to LVM: fc20' }));
  const dialog = await screen.findByRole('dialog', { name: 'Migrate fc20 to LVM' });
  await user.click(within(dialog).getByRole('button', { name: 'Together with mail…' }));
  await screen.findByRole('dialog', { name: 'Migrate 2 qubes to LVM' });
  const asked = api.asked.filter(({ name }) => name === 'plan.make').slice(-2);
  expect(asked.map(({ input }) => input)).toEqual(
    ['fc20', 'mail'].map((vm) => ({ action: { kind: 'migrate', vm, to: 'lvm' } })),
  );
});

test('a VM that runs can be shut down in the dialog, and is started again when its job has ended', async () => {
  let power: 'running' | 'halted' = 'running';
  const plan = aPlan();
  const { api, user } = await openWindow(
    {
      'plan.make': () =>
        ok(
          power === 'running'
            ? { outcome: 'refused', blockers: [{ code: 'vm-not-halted', vm: vmName('work'), power }] }
            : { outcome: 'plan', plan },
        ),
      'plan.start': () => ok(aQueuedJob({ plan })),
      'vm.stop': () => {
        power = 'halted';
        return ok({});
      },
      'vm.start': () => ok({}),
    },
    [aVm({ power: 'running' })],
  );
  await user.click(screen.getByRole('button', { name: 'Open work' }));
  await user.click(await screen.findByRole('button', { name: 'Migrate…' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(await within(dialog).findByRole('button', { name: /^Shut it down first/ }));
  await within(dialog).findByText(/It is started again when this is done/);
  await user.click(within(dialog).getByRole('button', { name: 'Migrate' }));
  expect(api.asked.map(({ name }) => name)).not.toContain('vm.start');
  api.send('job.changed', aSucceededJob({ plan }));
  await vi.waitFor(() => expect(api.asked.map(({ name }) => name)).toContain('vm.start'));
});
