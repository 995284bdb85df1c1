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

test('an lvs that knows no JSON is asked for text, and tells the same', async () => {
  const before = [await box.vms(), await box.pools()];
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
  expect([await box.vms(), await box.pools()]).toEqual(before);
  const asked = await box.sh(`grep --count 'lvs --all --reportformat' ${agentLogPath}`);
  await box.vms();
  expect(await box.sh(`grep --count 'lvs --all --reportformat' ${agentLogPath}`)).toBe(asked);
  expect(await box.sh(`tail --lines=1 ${agentLogPath}`)).toContain('/usr/sbin/lvs');
});
