import { afterAll, expect, test } from 'vitest';
import { registryText } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const linkPath = (vm: string): string => `/etc/systemd/system/multi-user.target.wants/qubes-vm@${vm}.service`;
const linkOf = (vm: string): Promise<string> => box.sh(`readlink ${linkPath(vm)} || echo none`);
const set = (vm: string, setting: string) => box.cli('--json', 'set', vm, `autostart=${setting}`);

/** The registry with the one attribute of the VM as given. */
function withAutostart(registry: string, vm: string, value: string): string {
  const lines = registry.split('\n').map((line) => {
    return line.includes(` name="${vm}" `) ? line.replace(/ autostart="\w+"/, ` autostart="${value}"`) : line;
  });
  return lines.join('\n');
}

const autostartOf = async (vm: string) => {
  const { autostart, autostartDrift } = (await box.vms()).find(({ name }) => name === vm) ?? {};
  return { autostart, autostartDrift };
};

test('attribute and link are set together, and nothing else changes', async () => {
  const before = await registryText(box);
  expect((await set('work', 'on')).status).toBe(0);
  expect(await registryText(box)).toBe(withAutostart(before, 'work', 'True'));
  expect(await linkOf('work')).toBe('/usr/lib/systemd/system/qubes-vm@.service\n');
  expect((await set('work', 'off')).status).toBe(0);
  expect(await registryText(box)).toBe(before);
  expect(await linkOf('work')).toBe('none\n');
});

test('a VM on LVM that runs is set all the same', async () => {
  await box.migrate('personal');
  expect((await box.cli('start', 'personal')).status).toBe(0);
  expect((await set('personal', 'on')).status).toBe(0);
  expect(await autostartOf('personal')).toEqual({ autostart: true, autostartDrift: false });
});

test('a link that is gone is told as drift, and setting it again brings it back', async () => {
  const before = await registryText(box);
  await box.sh(`rm ${linkPath('personal')}`);
  expect(await autostartOf('personal')).toEqual({ autostart: true, autostartDrift: true });
  expect((await set('personal', 'on')).status).toBe(0);
  expect(await autostartOf('personal')).toEqual({ autostart: true, autostartDrift: false });
  expect(await registryText(box)).toBe(before);
});

test('where the registry cannot be written the link is taken back', async () => {
  await box.sh('chattr +i /var/lib/qubes');
  expect((await set('work', 'on')).status).toBe(1);
  await box.sh('chattr -i /var/lib/qubes');
  expect(await linkOf('work')).toBe('none\n');
  expect(await autostartOf('work')).toEqual({ autostart: false, autostartDrift: false });
});

test('dom0 and VMs that are not there are refused', async () => {
  expect((await set('dom0', 'on')).status).toBe(3);
  expect((await set('nobody', 'on')).status).toBe(4);
  expect((await set('work', 'maybe')).status).toBe(2);
});
