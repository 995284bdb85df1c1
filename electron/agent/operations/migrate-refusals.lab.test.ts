import { afterAll, describe, expect, test } from 'vitest';
import { dom0Facts } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const appVmsDir = '/var/lib/qubes/appvms';
const registryPath = '/var/lib/qubes/qubes.xml';

/** Tries to migrate, makes sure that nothing came of it, and tells the reasons given. */
async function refusalOf(vm: string, ...args: readonly string[]) {
  const before = await dom0Facts(box);
  const { status, record } = await box.migrate(vm, ...args);
  expect(await dom0Facts(box)).toBe(before);
  const { error } = record;
  return { status, failure: error?.code, blockers: error?.code === 'refused' ? error.blockers : [] };
}

const refusedFor = (...blockers: readonly object[]) => ({
  status: 3,
  failure: 'refused',
  blockers: blockers.map((facts): unknown => expect.objectContaining(facts)),
});

describe('nothing is changed for', () => {
  test('a VM that is not there', async () => {
    expect(await refusalOf('nobody')).toEqual({ status: 4, failure: 'vm-not-found', blockers: [] });
  });

  test('dom0', async () => {
    expect(await refusalOf('dom0')).toEqual(refusedFor({ code: 'class-not-movable', class: 'AdminVM' }));
  });

  test('a DispVM', async () => {
    await box.sh(`sed --in-place 's|</QubesVmCollection>|  <QubesDisposableVm qid="60" name="disp7" label="red" \
template_qid="1" netid="7" netvm_qid="3" dispid="7" dir_path="${appVmsDir}/disp7"/>\\n&|' ${registryPath}`);
    expect(await refusalOf('disp7')).toEqual(refusedFor({ code: 'class-not-movable', class: 'DispVM' }));
  });

  test('the template of DispVMs while its savefile is in use', async () => {
    expect(await refusalOf('fedora-20-x64-dvm')).toEqual(
      refusedFor({ code: 'savefile-in-use', savefile: expect.stringContaining('savefile') as string }),
    );
  });

  test('a VM whose name LVM keeps for itself', async () => {
    await box.sh(`
      cp --recursive --sparse=always ${appVmsDir}/work ${appVmsDir}/x_tmeta && sync
      copy=$(grep ' name="work" ' ${registryPath} | sed 's/ qid="5"/ qid="61"/; s/work/x_tmeta/g')
      sed --in-place "s|</QubesVmCollection>|$copy\\n&|" ${registryPath}
    `);
    expect(await refusalOf('x_tmeta')).toEqual(refusedFor({ code: 'name-not-for-lvm', part: '_tmeta' }));
  });

  test('a VM whose volume name is taken by somebody', async () => {
    await box.sh('lvcreate --quiet --yes --thin --virtualsize=8m --name=work-private qubes_dom0/pool0');
    expect(await refusalOf('work')).toEqual(refusedFor({ code: 'target-name-taken', volume: 'work-private' }));
    await box.sh('lvremove --quiet --yes qubes_dom0/work-private');
  });

  test('a VM whose image is missing', async () => {
    await box.sh(`mv ${appVmsDir}/untrusted/private.img ${appVmsDir}/untrusted/away`);
    expect(await refusalOf('untrusted')).toEqual(
      refusedFor({ code: 'image-missing', lookedFor: `${appVmsDir}/untrusted/private.img` }),
    );
    await box.sh(`mv ${appVmsDir}/untrusted/away ${appVmsDir}/untrusted/private.img`);
  });

  test('a VM whose image somebody has open', async () => {
    const device = await box.sh(`losetup --find --show ${appVmsDir}/untrusted/private.img`);
    expect(await refusalOf('untrusted')).toEqual(refusedFor({ code: 'volume-open', role: 'private' }));
    await box.sh(`losetup --detach ${device}`);
  });

  test('a VM that runs', async () => {
    await box.sh('qubes-storage start untrusted');
    const { status, record } = await box.migrate('untrusted');
    expect([status, record.error]).toEqual([
      3,
      { code: 'refused', blockers: [{ code: 'vm-not-halted', vm: 'untrusted', power: 'running' }] },
    ]);
    // Asked to, it shuts it down for that and starts it again.
    expect((await box.migrate('untrusted', '--restart')).status).toBe(0);
    expect((await box.vms()).find(({ name }) => name === 'untrusted')).toMatchObject({
      state: 'running',
      storageType: 'lvm',
    });
    await box.sh('qubes-storage stop untrusted');
  });

  test('a VM that is on LVM already', async () => {
    expect((await box.migrate('netvm')).status).toBe(0);
    expect(await refusalOf('netvm')).toEqual(refusedFor({ code: 'already-there', storageType: 'lvm' }));
  });
});

test('a damaged registry is told of, not a VM that is not there', async () => {
  await box.sh(`cp ${registryPath} /run/whole.xml && head --bytes=1000 /run/whole.xml > ${registryPath}`);
  expect(await refusalOf('work')).toMatchObject({ status: 1, failure: 'registry-damaged' });
  await box.sh(`cp /run/whole.xml ${registryPath}`);
});

describe('a pool', () => {
  test('that is too small for the bytes that exist is not begun to be filled', async () => {
    await box.sh(`
      truncate --size=320m /srv/small.img
      device=$(losetup --find --show /srv/small.img)
      vgcreate --quiet --yes small $device
      lvcreate --quiet --yes --type=thin-pool --size=160m --chunksize=64k --name=pool0 small
    `);
    expect(await refusalOf('dev-box', '--pool', 'small/pool0')).toEqual(
      refusedFor({ code: 'pool-too-small', pool: 'small/pool0', freeBytes: 160 * 2 ** 20 }),
    );
  });

  test('is told apart from one of the same name in another volume group', async () => {
    expect((await box.migrate('firewallvm', '--pool', 'small/pool0')).status).toBe(0);
    const firewallvm = (await box.vms()).find(({ name }) => name === 'firewallvm');
    expect(firewallvm?.volumes.find(({ role }) => role === 'private')?.pool).toBe('small/pool0');
    const pools = (await box.pools()).filter(({ driver }) => driver === 'lvm_thin');
    expect(pools.map(({ name }) => name).sort()).toEqual(['qubes_dom0/pool0', 'small/pool0']);
  });

  test('is not filled past its start gate', async () => {
    await box.sh(`
      lvcreate --quiet --yes --thin --virtualsize=60m --name=ballast small/pool0
      dd if=/dev/urandom of=/dev/small/ballast bs=1M count=60 oflag=direct status=none
      sed --in-place 's/^activation {/& thin_pool_autoextend_threshold = 50/' /etc/lvm/lvm.conf
      kill $(pgrep --full '[a]gent.mjs')
      sleep 1
    `);
    expect(await refusalOf('work', '--pool', 'small/pool0')).toEqual(
      refusedFor({ code: 'pool-past-gate', part: 'data', gateFraction: 0.5 }),
    );
  });

  test('that does not exist is not found', async () => {
    const { status } = await box.cli('--json', 'migrate', 'work', '--to', 'lvm', '--pool', 'qubes_dom0/other');
    expect(status).toBe(4);
  });

  test('whose volume group is away refuses everybody, and VMs on files are still listed', async () => {
    await box.sh('vgchange --quiet --quiet --activate=n small qubes_dom0 && vgexport --quiet small qubes_dom0');
    expect(await refusalOf('work')).toEqual(refusedFor({ code: 'no-thin-pool' }));
    expect((await box.cli('pools')).stderr).toContain('There is no LVM thin pool here');
    const vms = await box.vms();
    expect(
      vms.find(({ name }) => name === 'work')?.volumes.map(({ role, usedBytes }) => [role, usedBytes !== null]),
    ).toEqual([
      ['root', true],
      ['private', true],
      ['volatile', true],
    ]);
    expect(vms.find(({ name }) => name === 'netvm')?.volumes.find(({ role }) => role === 'private')?.pool).toBeNull();
  });
});
