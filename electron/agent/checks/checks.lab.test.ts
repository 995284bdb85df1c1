import { afterAll, expect, test } from 'vitest';
import type { FindingRecord } from '../../cli/output/finding-record.ts';
import { dom0Facts, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const linkDir = '/etc/systemd/system/multi-user.target.wants';
const unitPath = '/usr/lib/systemd/system/qubes-vm@.service';
const appVmsDir = '/var/lib/qubes/appvms';
/** `volume NAME TAG...`: a small thin volume with these tags of ours. */
const volume = `
  volume() {
    local name=$1; shift
    lvcreate --quiet --yes --thin --virtualsize=64m --name="$name" "\${@/#/--addtag=qubes-storage.}" qubes_dom0/pool0 2> /dev/null
  }
`;

async function records(...args: readonly string[]): Promise<readonly FindingRecord[]> {
  const { status, stdout } = await box.cli('--json', 'verify', ...args);
  const found = JSON.parse(stdout) as readonly FindingRecord[];
  expect(status).toBe(found.every(({ outcome }) => outcome === 'repaired') ? 0 : 1);
  return found;
}

const shortly = (found: readonly FindingRecord[]): readonly string[] =>
  found.map(({ code, vm }) => `${code} ${vm ?? ''}`.trim()).sort();

/** What is found now; makes sure that looking changed nothing. */
async function findings(...args: readonly string[]): Promise<readonly string[]> {
  const before = await dom0Facts(box);
  const found = shortly(await records(...args));
  expect(await dom0Facts(box)).toBe(before);
  return found;
}

async function idOf(code: string, vm: string | null): Promise<string> {
  const found = (await records()).find((one) => one.code === code && one.vm === vm);
  if (found === undefined) throw new Error(`no ${code} of ${vm ?? 'nobody'} is found`);
  return found.id;
}

test('a new dom0 is clean, and stays so while VMs are migrated, run and stop', async () => {
  await box.expectClean();
  await box.migrate('fc20');
  await box.migrate('work');
  await box.sh('qubes-storage start fc20; qubes-storage start personal; qubes-storage start work');
  await box.expectClean();
  await box.sh('qubes-storage stop fc20; qubes-storage stop work; qubes-storage stop personal');
  await box.expectClean();
});

test('what can be put right without loss is repaired, and everything else is left and told', async () => {
  await box.sh(`
    ${volume}
    lvchange --quiet --activate=n qubes_dom0/fc20-private
    lvchange --quiet --setactivationskip=y qubes_dom0/fc20-private
    lvchange --quiet --deltag=qubes-storage.vm=work --deltag=qubes-storage.role=private qubes_dom0/work-private
    lvchange --quiet --addtag=qubes-storage.dirty qubes_dom0/fc20-root
    volume disp9-private vm=disp9 role=private from=somebody:0
    volume untrusted-root vm=untrusted role=root from=somebody:0
    rm /dev/qubes_dom0/work-private
    ln --symbolic /dev/mapper/nothing /dev/qubes_dom0/ghost
    ln --symbolic --force /dev/mapper/qubes_dom0-work--private /dev/qubes_dom0/disp9-private
    dmsetup message qubes_dom0-pool0-tpool 0 reserve_metadata_snap
    ln --symbolic ${unitPath} ${linkDir}/qubes-vm@none.service
    ln --symbolic ${unitPath} ${linkDir}/qubes-vm@work.service
    touch ${appVmsDir}/dev-box/.qubes-storage-job-2-ff
  `);
  const left = ['autostart-differs work', 'volume-dirty fc20'];
  const repairable = [
    'activation-skipped fc20',
    'autostart-link-orphan none',
    'device-link-wrong',
    'device-link-wrong disp9',
    'device-link-wrong',
    'job-leftover dev-box',
    'metadata-snapshot-held',
    'session-left disp9',
    'session-left untrusted',
    'volume-inactive fc20',
    'volume-untagged work',
  ];
  expect(await findings()).toEqual([...left, ...repairable].sort());
  const repaired = await records('--repair');
  expect(shortly(repaired.filter(({ outcome }) => outcome === 'repaired'))).toEqual(repairable.sort());
  expect(shortly(repaired.filter(({ outcome }) => outcome === 'left'))).toEqual(left);

  expect(await findings()).toEqual(left);
  expect(await volumesWithTags(box)).toMatchObject({
    'work-private': expect.arrayContaining(['qubes-storage.role=private', 'qubes-storage.vm=work']) as string[],
  });
  const state = await box.sh(`
    lvs --noheadings --options=lv_attr qubes_dom0/fc20-private
    dmsetup status --target=thin-pool | cut --delimiter=' ' --fields=8
    ls /dev/qubes_dom0 ${linkDir}
  `);
  expect(state).toMatch(/^\s*Vwi-a-tz--\n-\n/);
  expect(state).toMatch(/\nwork-private\n/);
  expect(state).not.toMatch(/ghost|disp9|untrusted-root|none/);
  expect((await box.jobs()).at(-1)).toMatchObject({ action: 'repair', vm: 'dom0', state: 'succeeded' });

  await box.sh('qubes-storage stop fc20; qubes-storage set work autostart=off');
  await box.expectClean();
});

test('what a person has to look into is told with its evidence', async () => {
  await box.sh(`
    lvrename --quiet qubes_dom0 work-private somebodys
    lvchange --quiet --deltag=qubes-storage.vm=work --deltag=qubes-storage.role=private qubes_dom0/somebodys
    truncate --size=+100 ${appVmsDir}/untrusted/private.img
    truncate --size=+64M ${appVmsDir}/../vm-templates/fc20/private.img
    mv /var/lib/qubes/servicevms/netvm /var/lib/qubes/away
    mv ${appVmsDir}/personal/personal.conf ${appVmsDir}/personal/away
    sed --in-place '/ name="dev-box" /s| label=| private_img="/srv/private.img"&|' /var/lib/qubes/qubes.xml
  `);
  expect(await findings()).toEqual([
    'conf-missing personal',
    'folder-missing netvm',
    'image-odd-size untrusted',
    'image-path-astray dev-box',
    'smaller-than-kept fc20',
    'volume-missing work',
  ]);
  const before = await dom0Facts(box);
  expect((await records('--repair')).every(({ outcome }) => outcome === 'left')).toBe(true);
  expect(await dom0Facts(box)).toBe(before);
  await box.sh(`
    truncate --size=-100 ${appVmsDir}/untrusted/private.img
    truncate --size=-64M ${appVmsDir}/../vm-templates/fc20/private.img
    mv /var/lib/qubes/away /var/lib/qubes/servicevms/netvm
    mv ${appVmsDir}/personal/away ${appVmsDir}/personal/personal.conf
    sed --in-place 's| private_img="/srv/private.img"||' /var/lib/qubes/qubes.xml
  `);
  expect(await findings()).toEqual(['volume-missing work']);
});

test('a VM adopts the volume that it misses, bytes and all', async () => {
  await box.sh(`
    lvrename --quiet qubes_dom0 somebodys lost-private
    sha256sum < /dev/qubes_dom0/lost-private > /run/lost
  `);
  const orphan = await idOf('orphan-volume', 'lost');
  expect((await box.cli('verify', 'adopt', orphan, '--vm', 'personal')).status).toBe(3);
  expect((await box.cli('verify', 'adopt', orphan)).status).toBe(0);
  await box.expectClean();
  await box.sh(
    'sha256sum < /dev/qubes_dom0/work-private | cmp - /run/lost; qubes-storage start work; qubes-storage stop work',
  );
});

test('what no VM is registered to have is removed by its identity, and never what is open', async () => {
  await box.sh(`
    ${volume}
    volume gone-private
    volume renamed vm=lost role=root
    volume backups
    volume copy vm=work role=private
    volume work-private.job-1-ff vm=work role=private job=1-ff
    mkdir ${appVmsDir}/stray ${appVmsDir}/new.job-3-ff
    echo something > ${appVmsDir}/stray/private.img
    touch ${appVmsDir}/dev-box/root.img.job-2-ff ${appVmsDir}/work/root.img
    losetup --find ${appVmsDir}/stray/private.img
  `);
  const strays = [
    'job-leftover',
    'job-leftover dev-box',
    'job-leftover work',
    'orphan-folder stray',
    'orphan-image work',
    'orphan-volume gone',
    'orphan-volume lost',
    'volume-twice work',
  ];
  expect(await findings()).toEqual(strays);
  expect(await findings('lost')).toEqual(['orphan-volume lost']);
  expect(shortly(await records('--repair'))).toEqual(strays);

  const gone = await idOf('orphan-volume', 'gone');
  expect((await box.cli('verify', 'remove', gone)).status).toBe(3);
  expect((await box.cli('verify', 'remove', await idOf('volume-twice', 'work'), '--yes')).status).toBe(3);
  expect((await box.cli('verify', 'remove', await idOf('orphan-folder', 'stray'), '--yes')).status).toBe(3);
  expect(await findings()).toEqual(strays);

  await box.sh('losetup --detach-all');
  const removable = (await records()).filter(({ remedies }) => remedies.includes('remove'));
  for (const { id } of removable) expect((await box.cli('verify', 'remove', id, '--yes')).status).toBe(0);
  expect((await box.cli('verify', 'remove', gone, '--yes')).status).toBe(4);
  expect(await findings()).toEqual(['volume-twice work']);
  expect(Object.keys(await volumesWithTags(box))).toEqual(expect.arrayContaining(['backups', 'copy', 'work-private']));
  expect(await box.sh(`ls -A ${appVmsDir} ${appVmsDir}/dev-box ${appVmsDir}/work`)).not.toMatch(
    /job|stray|root\\.img$/,
  );
});
