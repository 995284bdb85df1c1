import { afterAll, describe, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import { dom0Facts, imageFacts, registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { expectExactCopy, fillImage, labRootMib, mappedBytes } from '../../lab/lab-images.ts';
import { killAgentWhenStepBegins } from '../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';

async function clone(
  source: string,
  name: string,
  ...options: readonly string[]
): Promise<Pick<ActionRecord, 'outcome' | 'error'>> {
  const { stdout } = await box.cli('--json', 'clone', source, name, ...options);
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { outcome: record?.outcome ?? 'left', error: record?.error ?? null };
}

const succeeded = { outcome: 'succeeded', error: null };

/** All of a small image; of a big one the beginning, where the lab's images have their data. */
const expectSame = (one: string, other: string, mebibytes = 256): Promise<string> =>
  box.sh(`cmp --bytes=${mebibytes * 2 ** 20} ${one} ${other}`);

const namesIn = async (dir: string): Promise<readonly string[]> => (await box.sh(`ls -A ${dir}`)).trim().split('\n');

/** Facts, and every name below /var/lib/qubes. */
const everything = async (): Promise<string> => `${await dom0Facts(box)}${await box.sh(`find ${qubesDir} | sort`)}`;

/** Chunks that the pool has given away. */
const poolBlocks = async (): Promise<string> =>
  (await box.sh('dmsetup status qubes_dom0-pool0-tpool')).split(' ')[5] ?? '';

describe('on image files', () => {
  test('an AppVM gets a folder and a record of its own, and its source stays as it was', async () => {
    const [registry, images] = [await registryText(box), await imageFacts(box, `${qubesDir}/appvms/personal`)];
    expect(await clone('personal', 'private-life')).toEqual(succeeded);
    const dir = `${qubesDir}/appvms/private-life`;
    await expectSame(`${qubesDir}/appvms/personal/private.img`, `${dir}/private.img`, 2048);
    expect(await namesIn(dir)).toEqual(['firewall.xml', 'icon.png', 'private-life.conf', 'private.img']);
    expect(await box.sh(`cat ${dir}/private-life.conf`)).not.toContain('personal');
    expect(await imageFacts(box, `${qubesDir}/appvms/personal`)).toBe(images);
    const after = (await registryText(box)).split('\n');
    expect(after.filter((line) => !line.includes('name="private-life"')).join('\n')).toBe(registry);
    const added = after.find((line) => line.includes('name="private-life"')) ?? '';
    expect(added).toMatch(/^ {2}<QubesAppVm qid="11" .*autostart="False" .*label="yellow" template_qid="4" .*\/>$/);
  });

  test('a clone holds no more than its source', async () => {
    const blocks = await box.sh(`stat --format=%b ${qubesDir}/appvms/{personal,private-life}/private.img | uniq`);
    expect(blocks.trim().split('\n')).toHaveLength(1);
  });

  test("a template's clone has all that stock tools look for", async () => {
    expect(await clone('fc20', 'fc20-office')).toEqual(succeeded);
    const [from, to] = [`${qubesDir}/vm-templates/fc20`, `${qubesDir}/vm-templates/fc20-office`];
    const ofSource = (await namesIn(from)).map((name) => name.replace('fc20.conf', 'fc20-office.conf')).sort();
    expect(ofSource).toEqual((await namesIn(to)).toSorted());
    await expectSame(`${from}/root.img`, `${to}/root.img`);
    await box.sh(`cmp ${from}/clean-volatile.img.tar ${to}/clean-volatile.img.tar`);
    expect(await box.sh(`stat --format=%s ${to}/root-cow.img`)).toBe(await box.sh(`stat --format=%s ${from}/root.img`));
  });

  test('a standalone keeps its kernel, and an HVM its partitions', async () => {
    expect(await clone('dev-box', 'dev-box2')).toEqual(succeeded);
    await box.sh(`diff --recursive ${qubesDir}/appvms/{dev-box,dev-box2}/kernels`);
    await expectSame(`${qubesDir}/appvms/dev-box/root.img`, `${qubesDir}/appvms/dev-box2/root.img`);
    expect(await clone('win7', 'win7-again')).toEqual(succeeded);
    await expectSame(`${qubesDir}/appvms/win7/root.img`, `${qubesDir}/appvms/win7-again/root.img`);
  });
});

describe('on LVM', () => {
  test('a template and an AppVM become snapshots that take nothing of the pool', async () => {
    for (const vm of ['fc20', 'work']) expect((await box.migrate(vm)).record.outcome).toBe('succeeded');
    const before = await poolBlocks();
    expect(await clone('fc20', 'fc20-web')).toEqual(succeeded);
    expect(await clone('work', 'work-web')).toEqual(succeeded);
    expect(await poolBlocks()).toBe(before);
    const origins = await box.sh("lvs --noheadings --separator=' ' --options=lv_name,origin qubes_dom0 | grep web");
    expect(origins.trim().split(/\s*\n\s*/)).toEqual([
      'fc20-web-private fc20-private',
      'fc20-web-root fc20-root',
      'work-web-private work-private',
    ]);
    expect((await volumesWithTags(box))['fc20-web-root']).toEqual([
      'qubes-storage.role=root',
      'qubes-storage.vm=fc20-web',
    ]);
    expect(await mappedBytes(box, 'fc20-web-root')).toBe(await mappedBytes(box, 'fc20-root'));
    await expectSame('/dev/qubes_dom0/fc20-root', '/dev/qubes_dom0/fc20-web-root');
    expect(await namesIn(`${qubesDir}/vm-templates/fc20-web`)).not.toContain('root.img');
  });

  test('a name whose volume exists is refused', async () => {
    await box.sh('lvcreate --quiet --thin --virtualsize=4m --name=taken-private qubes_dom0/pool0');
    expect(await clone('work', 'taken')).toMatchObject({
      outcome: 'refused',
      error: { blockers: [{ code: 'target-name-taken', volume: 'taken-private' }] },
    });
    await box.sh('lvremove --quiet --yes qubes_dom0/taken-private');
  });
});

describe('across kinds and pools', () => {
  const recordOf = async (vm: string): Promise<string> =>
    (await registryText(box)).split('\n').find((line) => line.includes(` name="${vm}"`)) ?? '';

  test('from image files to LVM: the same bytes, in a record and a configuration of its own', async () => {
    const images = await imageFacts(box, `${qubesDir}/appvms/personal`);
    expect(await clone('personal', 'to-lvm', '--to', 'lvm')).toEqual(succeeded);
    await expectExactCopy(box, `${qubesDir}/appvms/personal/private.img`, 'to-lvm-private');
    expect(await imageFacts(box, `${qubesDir}/appvms/personal`)).toBe(images);
    expect(await recordOf('personal')).toContain('storage_type="file"');
    expect(await recordOf('to-lvm')).toContain('storage_type="lvm"');
    expect(await namesIn(`${qubesDir}/appvms/to-lvm`)).not.toContain('private.img');
    expect(await box.sh(`cat ${qubesDir}/appvms/to-lvm/to-lvm.conf`)).toContain(
      'phy:/dev/qubes_dom0/to-lvm-private,xvdb,w',
    );
  });

  test('from LVM to image files: a template that is whole, and sparse', async () => {
    const [from, to] = ['/dev/qubes_dom0/fc20', `${qubesDir}/vm-templates/to-files`];
    expect(await clone('fc20', 'to-files', '--to', 'file')).toEqual(succeeded);
    await box.sh(`cmp ${from}-root ${to}/root.img; cmp ${from}-private ${to}/private.img`);
    const kept = Number(await box.sh(`stat --format=%b ${to}/root.img`)) * 512;
    expect(kept).toBeLessThanOrEqual(await mappedBytes(box, 'fc20-root'));
    expect(await box.sh(`stat --format='%s %b %G %a' ${to}/root-cow.img`)).toBe(
      `${labRootMib * 2 ** 20} 0 qubes 660\n`,
    );
    expect(await recordOf('to-files')).toContain('storage_type="file"');
    expect(await box.sh(`cat ${to}/to-files.conf`)).toContain(`script:origin:${to}/root.img:${to}/root-cow.img,xvda,w`);
    expect(Object.keys(await volumesWithTags(box)).join()).not.toContain('to-files');
  });

  test('into a pool of another volume group, where its own clone is a snapshot again', async () => {
    await box.sh(`
      truncate --size=1G /srv/other.img
      vgcreate --quiet other $(losetup --find --show /srv/other.img)
      lvcreate --quiet --yes --type=thin-pool --size=800m --name=pool0 other
    `);
    expect(await clone('work', 'elsewhere', '--pool', 'other/pool0')).toEqual(succeeded);
    await expectSame('/dev/qubes_dom0/work-private', '/dev/other/elsewhere-private');
    expect(await clone('elsewhere', 'elsewhere2')).toEqual(succeeded);
    expect(await clone('elsewhere', 'back-again', '--pool', 'qubes_dom0/pool0')).toEqual(succeeded);
    await expectSame('/dev/other/elsewhere-private', '/dev/qubes_dom0/back-again-private');
    const volumes = await box.sh(
      "lvs --noheadings --separator=' ' --options=lv_full_name,origin,lv_tags | grep -E 'elsewhere|back'",
    );
    expect(
      volumes
        .trim()
        .split(/\s*\n\s*/)
        .sort(),
    ).toEqual([
      'other/elsewhere-private  qubes-storage.role=private,qubes-storage.vm=elsewhere',
      'other/elsewhere2-private elsewhere-private qubes-storage.role=private,qubes-storage.vm=elsewhere2',
      'qubes_dom0/back-again-private  qubes-storage.role=private,qubes-storage.vm=back-again',
    ]);
  });

  test('network VMs get numbers of their own, and nobody but them changes', async () => {
    const before = await registryText(box);
    expect(await clone('netvm', 'netvm2')).toEqual(succeeded);
    expect(await clone('firewallvm', 'firewallvm2', '--to', 'lvm')).toEqual(succeeded);
    const made = await Promise.all(['netvm2', 'firewallvm2'].map(recordOf));
    expect(made.map((record) => /netid="(\d+)"/.exec(record)?.[1])).toEqual(['3', '4']);
    const after = (await registryText(box)).split('\n');
    expect(after.filter((line) => !made.includes(line)).join('\n')).toBe(before);
  });

  test.each([
    [['--to', 'file', '--pool', 'qubes_dom0/pool0'], 'pool-of-other-kind'],
    [['--to', 'lvm', '--pool', '/var/lib/qubes'], 'pool-of-other-kind'],
  ] as const)('%s is refused', async (options, code) => {
    expect(await clone('personal', 'nowhere', ...options)).toMatchObject({ error: { blockers: [{ code }] } });
  });

  test('the clones start from what they were given', async () => {
    for (const vm of ['to-lvm', 'elsewhere2']) await box.sh(`qubes-storage start ${vm} && qubes-storage stop ${vm}`);
    await box.expectClean();
  });
});

describe('refused, with nothing made', () => {
  test.each([
    ['untrusted', 'work', { code: 'name-taken', by: 'vm' }],
    ['untrusted', 'lost', { code: 'name-taken', by: 'folder' }],
    ['dom0', 'dom1', { code: 'class-not-clonable' }],
  ])('%s as %s', async (source, name, blocker) => {
    await box.sh(`mkdir --parents ${qubesDir}/appvms/lost`);
    const before = await everything();
    expect(await clone(source, name)).toMatchObject({ outcome: 'refused', error: { blockers: [blocker] } });
    expect(await everything()).toBe(before);
  });

  test('while the source runs', async () => {
    await box.sh('qubes-storage start untrusted');
    expect(await clone('untrusted', 'untrusted2')).toMatchObject({
      error: { blockers: [{ code: 'vm-not-halted', vm: 'untrusted', power: 'running' }] },
    });
    await box.sh('qubes-storage stop untrusted');
  });
});

test('cut off in the copy, it can be discarded, and nothing is left', async () => {
  await fillImage(box, `${qubesDir}/appvms/untrusted/private.img`, 256);
  const before = await everything();
  const { ended } = box.startCli('clone', 'untrusted', 'untrusted2');
  // check, folder, reserve, copy
  await killAgentWhenStepBegins(box, 'untrusted', 3);
  expect((await ended).status).toBe(1);
  const job = (await box.jobs()).find(({ state }) => state === 'interrupted');
  expect(job).toMatchObject({ action: 'clone', vm: 'untrusted', canDiscard: true });
  expect(await box.sh(`ls ${qubesDir}/appvms`)).toContain(`untrusted2.job-${job?.id ?? ''}`);
  expect((await box.cli('jobs', 'discard', job?.id ?? '')).status).toBe(0);
  expect(await everything()).toBe(before);
});
