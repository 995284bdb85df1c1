import { afterAll, describe, expect, test } from 'vitest';
import { dom0Facts, registryText, volumesWithTags, withStorageType } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { expectSparseCopy, fillImage, labPrivateMib, labRootMib } from '../../lab/lab-images.ts';
import { imageHolds, killAgentDuring } from '../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';
const templateDir = `${qubesDir}/vm-templates/fc20`;
const netvmDir = `${qubesDir}/servicevms/netvm`;
const untrustedDir = `${qubesDir}/appvms/untrusted`;

/** The bytes that a VM's image had before anything was moved, by a second name that no tool knows. */
const original = (dir: string, role: string): string => `${dir}/${role}.original`;

/** Moves a VM to LVM and frees its images, so that LVM has the only copy that the VM knows of. */
async function onLvm(vm: string, dir: string, roles: readonly string[]): Promise<void> {
  await box.sh(roles.map((role) => `ln ${dir}/${role}.img ${original(dir, role)}`).join('\n'));
  expect((await box.migrate(vm)).record.outcome).toBe('succeeded');
  expect((await box.cli('kept', 'free', vm, '--yes')).status).toBe(0);
}

const refusal = async (vm: string, ...args: readonly string[]): Promise<unknown> => {
  const before = await dom0Facts(box);
  const { record } = await box.migrateBack(vm, ...args);
  expect(await dom0Facts(box)).toBe(before);
  return record.error;
};

describe('a template', () => {
  test('goes back to the same images, sparse, with what core-2 wants beside them', async () => {
    const registry = await registryText(box);
    await onLvm('fc20', templateDir, ['root', 'private']);
    // As it is where somebody has tidied up by hand: a record of changes to an image that is gone.
    await box.sh(`
      rm ${templateDir}/clean-volatile.img.tar
      head --bytes=1M /dev/urandom > ${templateDir}/root-cow.img
    `);
    expect((await box.migrateBack('fc20')).record).toMatchObject({
      outcome: 'succeeded',
      keptOriginals: [{ path: '/dev/qubes_dom0/fc20-root' }, { path: '/dev/qubes_dom0/fc20-private' }],
    });
    for (const role of ['root', 'private']) {
      await expectSparseCopy(box, original(templateDir, role), `${templateDir}/${role}.img`);
    }
    expect(await registryText(box)).toBe(registry);
    expect(await box.sh(`stat --format='%s %b' ${templateDir}/root-cow.img`)).toBe(`${labRootMib * 2 ** 20} 0\n`);
    expect(await box.sh(`tar --list --file=${templateDir}/clean-volatile.img.tar`)).toBe('volatile.img\n');
    const owner = (await box.sh(`stat --format='%u:%g' ${templateDir}`)).trim();
    const owners = await box.sh(`stat --format='%u:%g %a' ${templateDir}/{root,private,root-cow}.img | uniq`);
    expect(owners).toBe(`${owner} 660\n`);
  });

  test('leaves its volumes as kept ones, which a move to LVM does not write over', async () => {
    const kept = JSON.parse((await box.cli('--json', 'kept', 'ls')).stdout) as unknown;
    expect(kept).toMatchObject([
      { vm: 'fc20', role: 'root', storageType: 'lvm', path: '/dev/qubes_dom0/fc20-root' },
      { vm: 'fc20', role: 'private', storageType: 'lvm', path: '/dev/qubes_dom0/fc20-private' },
    ]);
    expect((await box.migrate('fc20')).record.error).toMatchObject({
      blockers: [{ code: 'kept-in-the-way', path: '/dev/qubes_dom0/fc20-root' }, { code: 'kept-in-the-way' }],
    });
  });

  test('has children that start from its image again', async () => {
    expect((await box.cli('start', 'personal')).status).toBe(0);
    expect(Object.keys(await volumesWithTags(box))).not.toContain('personal-root');
    expect((await box.cli('stop', 'personal')).status).toBe(0);
  });
});

test.each([
  ['an HVM with its partitions', 'win7', "printf '2048,,7,*\\n' | sfdisk --quiet --label=dos root.img"],
  ['a standalone with ends that are no whole extents', 'dev-box', 'truncate --size=+12288 root.img private.img'],
])('%s goes back', async (_what, vm, prepare) => {
  const dir = `${qubesDir}/appvms/${vm}`;
  // Nothing starts them here: that little of them is enough to compare.
  await box.sh(`cd ${dir}; truncate --size=64M root.img private.img; ${prepare}`);
  await onLvm(vm, dir, ['root', 'private']);
  const before = await box.sh(`ls ${dir}`);
  expect((await box.migrateBack(vm)).record.outcome).toBe('succeeded');
  // On LVM they have become whole numbers of extents, with zeros behind their ends.
  await box.sh(`truncate --size=%4M ${original(dir, 'root')} ${original(dir, 'private')}`);
  for (const role of ['root', 'private']) await expectSparseCopy(box, original(dir, role), `${dir}/${role}.img`);
  expect((await box.sh(`ls ${dir}`)).replace('private.img\n', '').replace('root.img\n', '')).toBe(before);
});

describe('refused, with nothing changed', () => {
  test('while an original is kept where the image would go', async () => {
    await box.migrate('netvm');
    expect(await refusal('netvm')).toEqual({
      code: 'refused',
      blockers: [{ code: 'kept-in-the-way', vm: 'netvm', path: `${netvmDir}/private.img` }],
    });
    expect((await box.cli('kept', 'free', 'netvm', '--yes')).status).toBe(0);
  });

  test.each([
    ['while it runs', 'vm-not-halted', 'qubes-storage start netvm', 'qubes-storage stop netvm'],
    [
      'while somebody has the volume open',
      'volume-open',
      'setsid sleep 900 0< /dev/qubes_dom0/netvm-private &> /dev/null & echo $! > /run/holder; sleep 1',
      'kill $(cat /run/holder); sleep 1',
    ],
    [
      'while the volume is not active',
      'volume-inactive',
      'lvchange --quiet --activate=n qubes_dom0/netvm-private',
      'lvchange --quiet --activate=y qubes_dom0/netvm-private',
    ],
    [
      'while the file system has no room for the data',
      'pool-too-small',
      `dd if=/dev/urandom of=/dev/qubes_dom0/netvm-private bs=1M seek=${labPrivateMib - 48} count=48 oflag=direct status=none
       fallocate --length=$(($(stat --file-system --format='%f * %S' ${qubesDir}) - (32 << 20))) ${qubesDir}/ballast`,
      `rm ${qubesDir}/ballast`,
    ],
  ])('%s', async (_when, code, hinder, release) => {
    await box.sh(hinder);
    expect(await refusal('netvm')).toMatchObject({ code: 'refused', blockers: [{ code }] });
    await box.sh(release);
  });

  test('into a pool that has no image files', async () => {
    expect((await box.cli('migrate', 'netvm', '--to', 'file', '--pool', 'pool0')).status).toBe(3);
  });
});

test('a volume that only its name tells of is known for certain once it is kept', async () => {
  const tags = ['qubes-storage.role=private', 'qubes-storage.vm=netvm'];
  await box.sh(`lvchange --quiet ${tags.map((tag) => `--deltag=${tag}`).join(' ')} qubes_dom0/netvm-private`);
  expect((await box.migrateBack('netvm')).record.outcome).toBe('succeeded');
  expect((await volumesWithTags(box))['netvm-private']).toEqual(expect.arrayContaining(tags));
});

test('cut off before the switch, it is discarded without a trace, and resumed to the same bytes', async () => {
  await fillImage(box, `${untrustedDir}/private.img`, 256);
  await onLvm('untrusted', untrustedDir, ['private']);
  const [before, registry] = [await dom0Facts(box), await registryText(box)];
  const cutOff = async (): Promise<string> => {
    const command = 'qubes-storage migrate untrusted --to file';
    await killAgentDuring(box, command, imageHolds(`${untrustedDir}/private.img`, 16));
    expect(await registryText(box)).toBe(registry);
    const job = (await box.jobs()).find(({ state }) => state === 'interrupted');
    // On a busy machine the copy may be over before the agent is.
    expect(['copy', 'verify']).toContain(job?.phase);
    expect(job).toMatchObject({ vm: 'untrusted', canDiscard: true });
    return job?.id ?? '';
  };
  expect((await box.cli('jobs', 'discard', await cutOff())).status).toBe(0);
  expect(await dom0Facts(box)).toBe(before);

  expect((await box.cli('jobs', 'resume', await cutOff())).status).toBe(0);
  await expectSparseCopy(box, original(untrustedDir, 'private'), `${untrustedDir}/private.img`);
  expect(await registryText(box)).toBe(withStorageType(registry, 'untrusted', 'file'));
});
