import { afterAll, expect, test } from 'vitest';
import { dom0Facts, registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const workDir = '/var/lib/qubes/appvms/work';
const templateDir = '/var/lib/qubes/vm-templates/fc20';

const keptPaths = async (): Promise<readonly string[]> => {
  const { stdout } = await box.cli('--json', 'kept', 'ls');
  return (JSON.parse(stdout) as readonly { readonly path: string }[]).map(({ path }) => path);
};
const free = (vm: string, ...args: readonly string[]) => box.cli('--json', 'kept', 'free', vm, ...args);

test('before a migration nothing is kept, and nothing can be freed', async () => {
  expect(await keptPaths()).toEqual([]);
  expect((await free('work', '--yes')).status).toBe(3);
});

test('a migration leaves its images, and without --yes they stay', async () => {
  await box.migrate('work');
  await box.migrate('fc20');
  expect(await keptPaths()).toEqual([
    `${templateDir}/root.img`,
    `${templateDir}/private.img`,
    `${workDir}/private.img`,
  ]);
  const before = await dom0Facts(box);
  expect((await free('work')).status).toBe(3);
  expect((await free('work', '--dry-run')).status).toBe(0);
  expect(await dom0Facts(box)).toBe(before);
});

test('an image that somebody has open stays', async () => {
  await box.sh(`losetup --find --read-only ${workDir}/private.img`);
  expect((await free('work', '--yes')).status).toBe(3);
  await box.sh(`losetup --detach $(losetup --noheadings --output=NAME --associated ${workDir}/private.img)`);
  expect(await keptPaths()).toContain(`${workDir}/private.img`);
});

test("a template's images stay while the volume that replaced them is not active", async () => {
  await box.sh('lvchange --activate=n qubes_dom0/fc20-root');
  expect((await free('fc20', '--yes')).status).toBe(3);
  await box.sh('lvchange --activate=y --ignoreactivationskip qubes_dom0/fc20-root');
  expect(await keptPaths()).toContain(`${templateDir}/root.img`);
});

test('freeing removes exactly the kept images, and the VM starts without them', async () => {
  const [registry, volumes] = [await registryText(box), await volumesWithTags(box)];
  expect((await free('work', '--yes')).status).toBe(0);
  expect((await free('fc20', '--yes')).status).toBe(0);
  expect(await keptPaths()).toEqual([]);
  expect(await box.sh(`ls ${templateDir} ${workDir} | grep -E '^(root|private)' || true`)).toBe('');
  expect(await registryText(box)).toBe(registry);
  expect(await volumesWithTags(box)).toEqual(volumes);
  expect((await box.cli('start', 'work')).status).toBe(0);
  expect((await box.cli('stop', 'work')).status).toBe(0);
});
