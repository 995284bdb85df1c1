import { afterAll, describe, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import { dom0Facts, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { labPrivateMib } from '../../lab/lab-images.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';
const templateDir = `${qubesDir}/vm-templates/fc20`;
const mib = (count: number): number => count * 2 ** 20;

async function resize(vm: string, role: string, size: string, ...args: readonly string[]) {
  const { status, stdout } = await box.cli('--json', 'resize', vm, role, size, ...args);
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { status, outcome: record?.outcome, error: record?.error, plan: record?.plan, results: record?.job?.results };
}

const sizeOf = async (path: string): Promise<number> =>
  Number(await box.sh(`blockdev --getsize64 ${path} 2>/dev/null || stat --format=%s ${path}`));

/** Of the file system: its size, that nothing is wrong with it, and what one of its files holds. */
async function fileSystem(path: string, file: string) {
  const [size, sum] = (
    await box.sh(`
      e2fsck -f -n ${path} &> /run/fsck || { cat /run/fsck; false; }
      dumpe2fs -h ${path} 2>/dev/null | awk '/^Block count/ { count = $3 } /^Block size/ { print count * $3 }'
      debugfs -R 'cat ${file}' ${path} 2>/dev/null | sha256sum
    `)
  ).split('\n');
  return { sizeBytes: Number(size), sum };
}
const picture = '/home/user/Pictures/holiday-1.jpg';

describe('a private volume', () => {
  const imagePath = `${qubesDir}/appvms/work/private.img`;

  test('on image files grows to the byte, with the file system in it, and both are told apart', async () => {
    const before = await fileSystem(imagePath, picture);
    const { status, outcome, results } = await resize('work', 'private', String(mib(300) + 4096));
    expect([status, outcome]).toEqual([0, 'succeeded']);
    expect(results).toEqual([
      { code: 'volume-grown', vm: 'work', role: 'private', fromBytes: mib(labPrivateMib), toBytes: mib(300) + 4096 },
      { code: 'filesystem-grown', vm: 'work', role: 'private', sizeBytes: mib(300) + 4096 },
    ]);
    expect(await sizeOf(imagePath)).toBe(mib(300) + 4096);
    expect(await fileSystem(imagePath, picture)).toEqual({ ...before, sizeBytes: mib(300) + 4096 });
  });

  test('on LVM grows to a whole extent, after its state was kept, and starts with all of it', async () => {
    await box.migrate('untrusted');
    const device = '/dev/qubes_dom0/untrusted-private';
    const before = await fileSystem(device, picture);
    expect((await resize('untrusted', 'private', '301M', '--dry-run')).plan?.notes).toEqual([
      { code: 'rounded-up', askedBytes: mib(301), sizeBytes: mib(304) },
    ]);
    expect((await resize('untrusted', 'private', '301M')).results).toMatchObject([
      { code: 'volume-grown', toBytes: mib(304) },
      { code: 'filesystem-grown', sizeBytes: mib(304) },
    ]);
    expect(await sizeOf(device)).toBe(mib(304));
    expect(await fileSystem(device, picture)).toEqual({ ...before, sizeBytes: mib(304) });
    const volumes = await volumesWithTags(box);
    expect(volumes['untrusted-private']).toContain('qubes-storage.generation=1');
    expect(volumes['untrusted-private.rev-0']).toContain('qubes-storage.revision=0');
    expect((await box.cli('start', 'untrusted')).status).toBe(0);
    await box.sh('df --output=target | grep guests/untrusted/xvdb');
    expect((await box.cli('stop', 'untrusted')).status).toBe(0);
  });

  test('is grown by the original’s own name for it too', async () => {
    await box.sh('qvm-grow-private work 310m');
    expect(await sizeOf(imagePath)).toBe(mib(310));
    expect((await fileSystem(imagePath, picture)).sizeBytes).toBe(mib(310));
  });
});

describe('a template’s root on image files', () => {
  const rootPath = `${templateDir}/root.img`;

  test('does not grow while a child runs from it', async () => {
    await box.sh('qubes-storage start personal');
    const { status, error } = await resize('fc20', 'root', '1G');
    expect([status, error]).toEqual([
      3,
      { code: 'refused', blockers: [{ code: 'volume-open', vm: 'fc20', role: 'root' }] },
    ]);
    await box.sh('qubes-storage stop personal');
  });

  test('grows with what lies beside it, keeps one way back, and reaches its children', async () => {
    const before = await fileSystem(rootPath, '/etc/os-release');
    const { status, results, plan } = await resize('fc20', 'root', '1G');
    expect([status, plan]).toEqual([0, null]);
    expect(results).toMatchObject([{ code: 'volume-grown' }, { code: 'filesystem-grown', sizeBytes: mib(1024) }]);
    expect(await fileSystem(rootPath, '/etc/os-release')).toEqual({ ...before, sizeBytes: mib(1024) });
    expect(await sizeOf(`${templateDir}/root-cow.img`)).toBe(mib(1024));
    expect(await sizeOf(`${templateDir}/root-cow.img.old`)).toBe(mib(1024));
    await box.sh('qubes-storage start personal');
    expect(await box.sh('dmsetup table | grep ^snapshot-')).toContain(`0 ${mib(1024) / 512} snapshot`);
    await box.sh('qubes-storage stop personal');
  });
});

test('an HVM’s disk grows, and what is on it is left to the guest', async () => {
  const path = `${qubesDir}/appvms/win7/root.img`;
  const bytes = (): Promise<string> => box.sh(`head --bytes=64M ${path} | sha256sum`);
  const before = await bytes();
  const { results } = await resize('win7', 'root', '513M');
  expect(results).toMatchObject([
    { code: 'volume-grown', toBytes: mib(513) },
    { code: 'filesystem-left-to-guest', role: 'root' },
  ]);
  expect([await sizeOf(path), await bytes()]).toEqual([mib(513), before]);
});

test('what is in a volume and cannot be checked by itself stays as it is, and that is no success', async () => {
  const path = `${qubesDir}/appvms/fedora-20-x64-dvm/private.img`;
  await box.sh(`debugfs -w ${path} <<< 'set_inode_field /home/user block[0] 9
set_inode_field /home/user flags 0' &> /dev/null`);
  const { status, outcome, results } = await resize('fedora-20-x64-dvm', 'private', '300M');
  expect([status, outcome]).toEqual([1, 'succeeded']);
  expect(results).toMatchObject([{ code: 'volume-grown' }, { code: 'filesystem-needs-check', path }]);
  expect(await sizeOf(path)).toBe(mib(300));
});

describe('refused, with nothing changed', () => {
  test.each([
    ['to shrink', 'work', 'private', '200M', 'shrink-refused'],
    ['to grow to what it is', 'work', 'private', '310M', 'already-that-size'],
    ['a root that is made from the template’s', 'work', 'root', '2G', 'root-of-template'],
    ['dom0', 'dom0', 'private', '2G', 'no-volume-of-its-own'],
  ])('%s', async (_what, vm, role, size, code) => {
    const before = await dom0Facts(box);
    expect(await resize(vm, role, size)).toMatchObject({ status: 3, error: { blockers: [{ code }] } });
    expect(await dom0Facts(box)).toBe(before);
  });

  test('while the VM runs', async () => {
    await box.sh('qubes-storage start work');
    expect(await resize('work', 'private', '1G')).toMatchObject({
      status: 3,
      error: { blockers: [{ code: 'vm-not-halted', vm: 'work', power: 'running' }] },
    });
    await box.sh('qubes-storage stop work');
  });
});
