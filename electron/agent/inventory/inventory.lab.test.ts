import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { aLabBoxFrom } from '../../lab/lab-box.ts';

const vmCount = 500;
const agentLogPath = '/var/lib/qubes-storage/agent.log';

/** A /var/lib/qubes with dom0, one template and its AppVMs; every image is a sparse file with a few bytes in it. */
async function aTreeOfManyVms(): Promise<string> {
  const treeDir = await mkdtemp(join(tmpdir(), 'qsm-tree-'));
  const names = Array.from({ length: vmCount - 2 }, (_, index) => `vm${index}`);
  const image = async (dir: string, role: string): Promise<void> => {
    await mkdir(join(treeDir, dir), { recursive: true });
    const path = join(treeDir, dir, `${role}.img`);
    await writeFile(path, role);
    await truncate(path, gib(2));
  };
  for (const role of ['root', 'private']) await image('vm-templates/fedora', role);
  for (const name of names) await image(`appvms/${name}`, 'private');
  await writeFile(join(treeDir, 'qubes.xml'), registryOf(names));
  return treeDir;
}

const registryOf = (names: readonly string[]): string => `<QubesVmCollection default_template="1">
  <QubesAdminVm qid="0" name="dom0" label="black" dir_path="/var/lib/qubes/servicevms/dom0"/>
  <QubesTemplateVm qid="1" name="fedora" label="black" dir_path="/var/lib/qubes/vm-templates/fedora"/>
${names
  .map(
    (name, index) =>
      `  <QubesAppVm qid="${index + 2}" name="${name}" label="red" template_qid="1" dir_path="/var/lib/qubes/appvms/${name}"/>\n`,
  )
  .join('')}</QubesVmCollection>
`;

const treeDir = await aTreeOfManyVms();
const box = await aLabBoxFrom(treeDir).finally(() => rm(treeDir, { recursive: true }));
afterAll(() => box.destroy());

test(`${vmCount} VMs are listed with one lvs, and no other program is started for them`, async () => {
  const linesOfLog = async () => (await box.sh(`cat ${agentLogPath}`)).trim().split('\n');
  const before = await linesOfLog();
  const vms = await box.vms();
  const since = (await linesOfLog()).slice(before.length).map((line) => JSON.parse(line) as { commandLine?: string });

  expect(vms).toHaveLength(vmCount);
  const volumes = vms.flatMap((vm) => vm.volumes);
  expect(volumes).toHaveLength(2 * (vmCount - 1));
  expect(volumes.every(({ sizeBytes }) => sizeBytes === gib(2))).toBe(true);
  expect(since.map(({ commandLine }) => commandLine?.split(' ')[0])).toEqual(['/usr/sbin/lvs']);
});

test('a volume group with a disk gone is told of with its VMs, and nothing else is affected', async () => {
  await box.sh(`
    truncate --size=96M /tmp/one.img /tmp/two.img
    losetup /dev/loop41 /tmp/one.img
    losetup /dev/loop42 /tmp/two.img
    exec 2> /dev/null
    vgcreate --quiet pair /dev/loop41 /dev/loop42
    lvcreate --quiet --yes --thin --size=32m --name=pool0 pair /dev/loop41
    lvcreate --quiet --yes --thin --virtualsize=16m --name=vm5-private pair/pool0
    lvcreate --quiet --yes --activate=n --zero=n --size=8m --name=elsewhere pair /dev/loop42
    sed --in-place '/ name="vm5" /s/label=/storage_type="lvm" label=/' /var/lib/qubes/qubes.xml
    losetup --detach /dev/loop42
  `);
  const { status, stdout, stderr } = await box.cli('--json', 'pools');
  expect([status, stderr]).toEqual([0, expect.stringContaining('A disk of the volume group pair is missing')]);
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: 'pair/pool0', level: 'critical' }));
  for (const act of [
    ['resize', 'vm5', 'private', '32M'],
    ['start', 'vm5'],
    ['rename', 'vm5', 'vm6'],
  ]) {
    const refused = await box.cli(...act);
    expect([act[0], refused.status, refused.stderr]).toEqual([
      act[0],
      3,
      expect.stringContaining('of which a disk is missing'),
    ]);
  }
  const found = JSON.parse((await box.cli('--json', 'verify')).stdout) as readonly { code: string; vm: string }[];
  expect(found.map(({ code, vm }) => [code, vm])).toContainEqual(['volume-unavailable', 'vm5']);
  const others = (await box.vms()).filter(({ name }) => name !== 'vm5' && name !== 'dom0');
  expect(others.every(({ volumes }) => volumes.every(({ sizeBytes }) => sizeBytes === gib(2)))).toBe(true);
});

test('an lvs that knows no JSON is asked for text, and tells the same', async () => {
  const told = async () => [await box.vms(), (await box.pools()).filter(({ driver }) => driver === 'lvm_thin')];
  const before = await told();
  await box.sh(`
    rm /usr/sbin/lvs
    cat > /usr/sbin/lvs <<'END'
#!/bin/sh
case "$*" in *reportformat*) echo "lvs: unrecognized option '--reportformat=json'" >&2; exit 3;; esac
exec /usr/sbin/lvm lvs "$@"
END
    chmod +x /usr/sbin/lvs
    kill $(pgrep --full '[a]gent.mjs')
  `);
  expect(await told()).toEqual(before);
  const asked = await box.sh(`grep --count 'lvs --all --reportformat' ${agentLogPath}`);
  await box.vms();
  expect(await box.sh(`grep --count 'lvs --all --reportformat' ${agentLogPath}`)).toBe(asked);
  expect(await box.sh(`tail --lines=1 ${agentLogPath}`)).toContain('/usr/sbin/lvs');
});
