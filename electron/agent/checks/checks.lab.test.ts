import { afterAll, expect, test } from 'vitest';
import type { Finding } from '#shared/domain/finding.ts';
import { dom0Facts } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

/** What is found now, without what differs from run to run; makes sure that looking changed nothing. */
async function findings(...args: readonly string[]): Promise<readonly string[]> {
  const before = await dom0Facts(box);
  const { status, stdout } = await box.cli('--json', 'verify', ...args);
  const found = JSON.parse(stdout) as readonly Finding[];
  expect(status).toBe(found.length === 0 ? 0 : 1);
  expect(await dom0Facts(box)).toBe(before);
  return found.map(({ code, vm }) => `${code} ${vm ?? ''}`.trim()).sort();
}

test('registry, storage and system of a new dom0 agree, and still do after a migration and a run', async () => {
  await box.expectClean();
  await box.migrate('fc20');
  await box.migrate('work');
  await box.expectClean();
  await box.sh('qubes-storage start personal');
  await box.expectClean();
  await box.sh('qubes-storage stop personal');
  await box.expectClean();
});

test('what is wrong with the volumes of registered VMs is found', async () => {
  await box.sh(`
    lvchange --quiet --activate=n qubes_dom0/fc20-root
    lvchange --quiet --setactivationskip=y qubes_dom0/fc20-private
    lvrename --quiet qubes_dom0 work-private somebodys
    lvchange --quiet --deltag=qubes-storage.vm=work --deltag=qubes-storage.role=private qubes_dom0/somebodys
    truncate --size=+100 /var/lib/qubes/appvms/untrusted/private.img
    mv /var/lib/qubes/servicevms/netvm /var/lib/qubes/away
  `);
  expect(await findings()).toEqual([
    'activation-skipped fc20',
    'folder-missing netvm',
    'image-odd-size untrusted',
    'volume-inactive fc20',
    'volume-missing work',
  ]);
  await box.sh(`
    lvchange --quiet --activate=y qubes_dom0/fc20-root
    lvchange --quiet --setactivationskip=n qubes_dom0/fc20-private
    lvrename --quiet qubes_dom0 somebodys work-private
    truncate --size=-100 /var/lib/qubes/appvms/untrusted/private.img
    mv /var/lib/qubes/away /var/lib/qubes/servicevms/netvm
  `);
  expect(await findings()).toEqual(['volume-untagged work']);
});

test('what no VM is registered to have is found, and what was never a VM’s is left out', async () => {
  await box.sh(`
    volume() { lvcreate --quiet --yes --thin --virtualsize=64m --name="$@" qubes_dom0/pool0; }
    volume gone-private
    volume renamed --addtag=qubes-storage.vm=lost --addtag=qubes-storage.role=root
    volume backups
    mkdir /var/lib/qubes/appvms/stray
    ln --symbolic /usr/lib/systemd/system/qubes-vm@.service /etc/systemd/system/multi-user.target.wants/qubes-vm@none.service
    ln --symbolic /usr/lib/systemd/system/qubes-vm@.service /etc/systemd/system/multi-user.target.wants/qubes-vm@work.service
    volume work-private.job-1-ff --addtag=qubes-storage.vm=work --addtag=qubes-storage.role=private --addtag=qubes-storage.job=1-ff
    touch /var/lib/qubes/appvms/dev-box/root.img.job-2-ff
    mkdir /var/lib/qubes/appvms/new.job-3-ff
    dmsetup message qubes_dom0-pool0-tpool 0 reserve_metadata_snap
  `);
  expect(await findings()).toEqual([
    'autostart-differs work',
    'autostart-link-orphan none',
    'job-leftover',
    'job-leftover dev-box',
    'job-leftover work',
    'metadata-snapshot-held',
    'orphan-folder stray',
    'orphan-volume gone',
    'orphan-volume lost',
    'volume-untagged work',
  ]);
  expect(await findings('lost')).toEqual(['orphan-volume lost']);
});
