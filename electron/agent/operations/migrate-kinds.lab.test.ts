import { afterAll, describe, expect, test } from 'vitest';
import { dom0Facts, imageFacts, registryText, volumesWithTags, withStorageType } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { expectExactCopy, mappedBytes } from '../../lab/lab-images.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const templateDir = '/var/lib/qubes/vm-templates/fc20';
const workDir = '/var/lib/qubes/appvms/work';
const standaloneDir = '/var/lib/qubes/appvms/dev-box';
const windowsDir = '/var/lib/qubes/appvms/win7';
const extentBytes = 4 * 2 ** 20;

const ownershipTags = (vm: string, role: string): readonly string[] => [
  `qubes-storage.role=${role}`,
  `qubes-storage.vm=${vm}`,
];

describe('a template', () => {
  test('is planned with a word to its children, and planning changes nothing', async () => {
    const before = await dom0Facts(box);
    const { status, record } = await box.migrate('fc20', '--dry-run');
    expect(status).toBe(0);
    expect(record.plan?.volumes.map(({ role, targetPath }) => [role, targetPath])).toEqual([
      ['root', '/dev/qubes_dom0/fc20-root'],
      ['private', '/dev/qubes_dom0/fc20-private'],
    ]);
    expect(record.plan?.notes).toContainEqual({ code: 'children-keep-files', children: ['personal'] });
    expect(await dom0Facts(box)).toBe(before);
  });

  test('moves root and private, changes one attribute and touches no image', async () => {
    const [registry, images] = [await registryText(box), await imageFacts(box, templateDir)];
    const { status, record } = await box.migrate('fc20');
    expect([status, record.outcome]).toEqual([0, 'succeeded']);
    expect(await registryText(box)).toBe(withStorageType(registry, 'fc20', 'lvm'));
    expect(await imageFacts(box, templateDir)).toBe(images);
    expect(await volumesWithTags(box)).toEqual({
      'fc20-root': ownershipTags('fc20', 'root'),
      'fc20-private': ownershipTags('fc20', 'private'),
    });
  });

  test.each(['root', 'private'])(
    'has the same bytes in its %s, and no more of the pool than the data',
    async (role) => {
      await expectExactCopy(box, `${templateDir}/${role}.img`, `fc20-${role}`);
      expect(await mappedBytes(box, `fc20-${role}`)).toBeGreaterThan(0);
    },
  );

  test('leaves its children on files, started from its volume from now on', async () => {
    const child = (await box.vms()).find(({ name }) => name === 'personal');
    expect(child?.storageType).toBe('file');
    expect(child?.volumes.map(({ role, pool }) => [role, pool])).toEqual([
      ['root', 'qubes_dom0/pool0'],
      ['private', '/var/lib/qubes'],
      ['volatile', '/var/lib/qubes'],
    ]);
  });
});

test('an AppVM on a file template moves its private alone', async () => {
  const images = await imageFacts(box, workDir);
  const { status, record } = await box.migrate('work');
  expect([status, record.outcome]).toEqual([0, 'succeeded']);
  await expectExactCopy(box, `${workDir}/private.img`, 'work-private');
  expect(await imageFacts(box, workDir)).toBe(images);
  const volumes = await volumesWithTags(box);
  expect(volumes['work-private']).toEqual(ownershipTags('work', 'private'));
  expect(volumes['work-root']).toBeUndefined();
});

test('a standalone grown past 10 GiB moves whole, an odd end included', async () => {
  const rootPath = `${standaloneDir}/root.img`;
  const sizeBytes = 12 * 2 ** 30 + 4096;
  await box.sh(`
    truncate --size=${sizeBytes} ${rootPath}
    head --bytes=8192 /dev/urandom | dd of=${rootPath} bs=4096 seek=$((${sizeBytes} / 4096 - 2)) conv=notrunc status=none
  `);
  const { status, record } = await box.migrate('dev-box');
  expect([status, record.outcome]).toEqual([0, 'succeeded']);
  await expectExactCopy(box, rootPath, 'dev-box-root');
  await expectExactCopy(box, `${standaloneDir}/private.img`, 'dev-box-private');
  const lvSize = Number(await box.sh('blockdev --getsize64 /dev/qubes_dom0/dev-box-root'));
  expect(lvSize).toBe(Math.ceil(sizeBytes / extentBytes) * extentBytes);
});

test("an HVM's partitioned disk moves as it is, and an image without data takes nothing", async () => {
  const { status, record } = await box.migrate('win7');
  expect([status, record.outcome]).toEqual([0, 'succeeded']);
  await expectExactCopy(box, `${windowsDir}/root.img`, 'win7-root');
  const tableOf = (path: string): Promise<string> => box.sh(`sfdisk --dump ${path} | grep --only-matching 'start=.*'`);
  expect(await tableOf('/dev/qubes_dom0/win7-root')).toBe(await tableOf(`${windowsDir}/root.img`));
  expect(await mappedBytes(box, 'win7-private')).toBe(0);
});

test('afterwards no job has left anything behind', async () => {
  expect((await box.jobs()).map(({ vm, state }) => [vm, state])).toEqual(
    ['fc20', 'work', 'dev-box', 'win7'].map((vm) => [vm, 'succeeded']),
  );
  expect(JSON.stringify(await volumesWithTags(box))).not.toContain('job');
});
