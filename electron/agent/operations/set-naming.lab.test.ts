import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import { dom0Facts, registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { killAgentWhen, whenTrue } from '../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';

async function act(...words: readonly string[]): Promise<Pick<ActionRecord, 'outcome' | 'error'>> {
  const { stdout } = await box.cli('--json', ...words);
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { outcome: record?.outcome ?? 'left', error: record?.error ?? null };
}
const succeeded = { outcome: 'succeeded', error: null };
const name = (scheme: 'NAME-VOLUME' | 'vm-NAME-VOLUME') => act('names', scheme);

type Volumes = Awaited<ReturnType<typeof volumesWithTags>>;
const withPrefix = (volumes: Volumes): Volumes =>
  Object.fromEntries(Object.entries(volumes).map(([volume, tags]) => [`vm-${volume}`, tags]));

/** Of every volume what lvm2 knows it by, and its bytes. */
const contents = (): Promise<string> =>
  box.sh(`
    lvs --noheadings --options=lv_uuid,origin_uuid,lv_size,lv_attr qubes_dom0 | grep -v pool0 | sort
    for volume in /dev/qubes_dom0/*; do sha256sum < $volume; done | sort`);

const confs = (): Promise<string> => box.sh(`find ${qubesDir} -name '*.conf' -print0 | sort -z | xargs -0 cat`);
const everything = async (): Promise<string> => (await dom0Facts(box)) + (await confs());

async function unfinishedJob(): Promise<string> {
  const job = (await box.jobs()).find(({ state }) => state === 'interrupted');
  if (job === undefined) throw new Error('no job is interrupted');
  return job.id;
}

beforeAll(async () => {
  const small = ['--root-size', '32M', '--private-size', '16M'];
  expect(await act('create', 'base', '--class', 'template', '--storage', 'lvm', ...small)).toEqual(succeeded);
  for (const [vm, kind] of [
    ['mail', 'app'],
    ['solo', 'standalone'],
  ] as const) {
    expect(await act('create', vm, '--class', kind, '--template', 'base')).toEqual(succeeded);
  }
  // As the original patch set left it.
  await box.sh(`
    qubes-storage start base; qubes-storage stop base
    lvchange --deltag=qubes-storage.vm=solo --deltag=qubes-storage.role=private qubes_dom0/solo-private`);
});

test('while a VM with volumes runs it is refused', async () => {
  await box.sh('qubes-storage start mail');
  const before = await everything();
  expect(await name('vm-NAME-VOLUME')).toMatchObject({
    outcome: 'refused',
    error: { blockers: [{ code: 'vm-not-halted', vm: 'mail' }] },
  });
  expect(await name('NAME-VOLUME')).toMatchObject({ error: { blockers: [{ code: 'named-so-already' }] } });
  expect(await everything()).toBe(before);
  await box.sh('qubes-storage stop mail');
});

test('what there is gets the names, revisions too, and not a byte of it changes', async () => {
  const [registry, volumes, bytes] = [await registryText(box), await volumesWithTags(box), await contents()];
  expect(volumes['base-root.rev-0']).toBeDefined();
  expect(await name('vm-NAME-VOLUME')).toEqual(succeeded);
  const adopted = ['qubes-storage.role=private', 'qubes-storage.vm=solo'];
  expect(await volumesWithTags(box)).toEqual({ ...withPrefix(volumes), 'vm-solo-private': adopted });
  expect(await contents()).toBe(bytes);
  expect(await registryText(box)).toBe(registry);
  const solo = await box.sh(`cat ${qubesDir}/appvms/solo/solo.conf`);
  expect(solo).toContain('phy:/dev/qubes_dom0/vm-solo-root,xvda,w');
  expect(solo).toContain('phy:/dev/qubes_dom0/vm-solo-private,xvdb,w');
  await box.expectClean();
});

test('what is made from then on has them, under names of VMs too that LVM refused before', async () => {
  await box.sh('qubes-storage start mail');
  expect(Object.keys(await volumesWithTags(box))).toEqual(
    expect.arrayContaining(['vm-mail-root', 'vm-mail-private.rev-1']),
  );
  await box.sh('qubes-storage stop mail');
  expect(await act('rename', 'mail', 'post')).toEqual(succeeded);
  expect(await act('clone', 'post', 'snapshot1')).toEqual(succeeded);
  expect(await act('revert', 'solo', '--yes')).toMatchObject({ outcome: 'refused' });
  expect(await act('revert', 'base', '--yes')).toEqual(succeeded);
  expect(Object.keys(await volumesWithTags(box)).sort()).toEqual([
    'vm-base-private',
    'vm-base-private.rev-0',
    'vm-base-root',
    'vm-base-root.rev-0',
    'vm-base-root.rev-1',
    'vm-post-private',
    'vm-post-private.rev-1',
    'vm-snapshot1-private',
    'vm-solo-private',
    'vm-solo-root',
  ]);
  await box.expectClean();
  expect(await name('NAME-VOLUME')).toMatchObject({
    error: { blockers: [{ code: 'name-not-for-lvm', vm: 'snapshot1', worksAs: 'vm-NAME-VOLUME' }] },
  });
  expect(await act('remove', 'snapshot1', '--yes')).toEqual(succeeded);
});

test('cut off in the middle it is discarded, and everything is as it was; or resumed when the power is back', async () => {
  const [before, volumes] = [await everything(), await volumesWithTags(box)];
  const isBegun = '[ -e /dev/qubes_dom0/base-root ]';
  const killed = killAgentWhen(box, isBegun);
  const { ended } = box.startCli('names', 'NAME-VOLUME');
  await killed;
  expect((await ended).status).toBe(1);
  expect(await name('NAME-VOLUME')).toMatchObject({ error: { blockers: [{ code: 'job-unfinished' }] } });
  expect((await box.cli('jobs', 'discard', await unfinishedJob())).status).toBe(0);
  expect(await everything()).toBe(before);

  const cutPower = await box.powerSwitch();
  const begun = whenTrue(box, isBegun);
  const again = box.startCli('names', 'NAME-VOLUME');
  await begun;
  cutPower();
  expect((await again.ended).status).toBe(1);
  await box.start();
  expect((await box.cli('jobs', 'resume', await unfinishedJob())).status).toBe(0);
  const named = await volumesWithTags(box);
  expect(withPrefix(named)).toEqual(volumes);
  expect(await box.sh('cat /var/lib/qubes-storage/volume-names')).toBe('NAME-VOLUME\n');
  await box.expectClean();
});
