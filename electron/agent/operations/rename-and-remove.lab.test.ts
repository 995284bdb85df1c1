import { afterAll, describe, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import { dom0Facts, registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { killAgentWhen, whenTrue } from '../../lab/lab-jobs.ts';
import { withName, withoutVms } from '../../lab/registry-lines.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';
const wantsDir = '/etc/systemd/system/multi-user.target.wants';

async function act(...words: readonly string[]): Promise<Pick<ActionRecord, 'outcome' | 'error'>> {
  const { stdout } = await box.cli('--json', ...words);
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { outcome: record?.outcome ?? 'left', error: record?.error ?? null };
}
const succeeded = { outcome: 'succeeded', error: null };
const rename = (vm: string, name: string) => act('rename', vm, name);
const remove = (vm: string) => act('remove', vm, '--yes');
const run = async (...words: readonly string[]): Promise<void> => {
  const { status, stderr } = await box.cli(...words);
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}:\n${stderr}`);
};

/** Facts, every name below /var/lib/qubes, every configuration, and the links of autostart and DisposableVMs. */
const everything = async (): Promise<string> =>
  (await dom0Facts(box)) +
  (await box.sh(`
    find ${qubesDir} ! -name 'qubes.xml*' | sort
    find ${qubesDir} -name '*.conf' -print -exec cat {} +
    ls ${wantsDir}; find ${qubesDir}/dvmdata -printf '%p %l\\n' | sort`));

/** Of every image its inode, size, blocks and times, the one of its last change included, wherever it is. */
const images = (): Promise<string> => box.sh(`find ${qubesDir} -name '*.img' -printf '%i %s %b %T@ %C@ %f\\n' | sort`);

async function unfinishedJob(): Promise<string> {
  const job = (await box.jobs()).find(({ state }) => state === 'interrupted');
  if (job === undefined) throw new Error('no job is interrupted');
  return job.id;
}

type Volumes = Awaited<ReturnType<typeof volumesWithTags>>;
const asRenamed = (volumes: Volumes, vm: string, name: string): Volumes =>
  JSON.parse(JSON.stringify(volumes).replaceAll(vm, name)) as Volumes;

describe('renamed on image files', () => {
  const renames = [
    ['untrusted', 'mistrusted', 'appvms'],
    ['dev-box', 'build-box', 'appvms'],
    ['win7', 'windows', 'appvms'],
    ['netvm', 'sys-net', 'servicevms'],
  ] as const;

  test('AppVM, standalone, HVM and NetVM: folder, record, configuration, link, and not a byte of the images', async () => {
    await run('set', 'untrusted', 'autostart=on');
    const [registry, before] = [await registryText(box), await images()];
    for (const [vm, name] of renames) expect(await rename(vm, name)).toEqual(succeeded);
    expect(await registryText(box)).toBe(renames.reduce((text, [vm, name]) => withName(text, vm, name), registry));
    expect(await images()).toBe(before);
    const rest = await box.sh(`
      find ${qubesDir} -printf '%P\\n'; ls ${wantsDir}
      cat ${renames.map(([, name, parent]) => `${qubesDir}/${parent}/${name}/${name}.conf`).join(' ')}`);
    for (const [vm] of renames) expect(rest).not.toMatch(new RegExp(`(^|[/"@])${vm}([/".]|$)`, 'm'));
    expect(rest).toContain('qubes-vm@mistrusted.service');
    expect(rest).not.toContain('job');
    await box.expectClean();
    // Nothing is to write to an image by itself when the box starts again.
    await run('set', 'mistrusted', 'autostart=off');
  });

  test('a template, with what names its images: its VMs’ configurations and the DisposableVMs’ links', async () => {
    await box.sh(`ln -sfn ${qubesDir}/vm-templates/fc20/root.img ${qubesDir}/dvmdata/savefile-root`);
    expect(await rename('fc20', 'office')).toEqual(succeeded);
    const dir = `${qubesDir}/vm-templates/office`;
    const named = await box.sh(`
      grep snapshot ${qubesDir}/appvms/personal/personal.conf; readlink ${qubesDir}/dvmdata/savefile-root`);
    expect(named).toContain(`script:snapshot:${dir}/root.img:${dir}/root-cow.img,xvda,r`);
    expect(named).toMatch(new RegExp(`^${dir}/root.img$`, 'm'));
    await run('start', 'personal');
    expect(JSON.stringify(await rename('office', 'fc20'))).toContain('"child-not-halted"');
    await run('stop', 'personal');
  });
});

describe('renamed on LVM', () => {
  test('template, AppVM, standalone, HVM and NetVM take their volumes along, with all that is kept of them', async () => {
    const [onLvm, small] = [
      ['--storage', 'lvm'],
      ['--root-size', '64M', '--private-size', '32M'],
    ];
    await run('create', 'base', '--class', 'template', ...onLvm, ...small);
    await run('create', 'mail', '--template', 'base', '--storage', 'file');
    await run('migrate', 'mail', '--to', 'lvm');
    await run('create', 'solo', '--class', 'standalone', '--template', 'base');
    await run('create', 'bare', '--class', 'hvm', ...onLvm, ...small);
    await run('create', 'net2', '--class', 'net', '--template', 'base');
    // A session of each leaves a revision.
    for (const vm of ['mail', 'base']) {
      await run('start', vm);
      await run('stop', vm);
    }
    const before = await volumesWithTags(box);
    expect(Object.keys(before)).toContain('base-root.rev-0');
    const identities = () => box.sh('lvs --noheadings --options=lv_uuid,origin_uuid,lv_size qubes_dom0 | sort');
    const uuids = await identities();
    const renames = [
      ['base', 'tiny'],
      ['mail', 'mine'],
      ['solo', 'alone'],
      ['bare', 'naked'],
      ['net2', 'sys-net2'],
    ] as const;
    for (const [vm, name] of renames) expect(await rename(vm, name)).toEqual(succeeded);
    expect(await volumesWithTags(box)).toEqual(
      renames.reduce((volumes, [vm, name]) => asRenamed(volumes, vm, name), before),
    );
    expect(await identities()).toBe(uuids);
    expect(await box.sh(`cat ${qubesDir}/appvms/alone/alone.conf`)).toContain('phy:/dev/qubes_dom0/alone-root,xvda');
    await box.expectClean();
  });

  test('volumes of the original patch set, which have no tags, come along and get them', async () => {
    await box.sh('lvchange --deltag=qubes-storage.vm=mine --deltag=qubes-storage.role=private qubes_dom0/mine-private');
    expect(await rename('mine', 'mail')).toEqual(succeeded);
    expect((await volumesWithTags(box))['mail-private']).toContain('qubes-storage.vm=mail');
    // Nothing on LVM looks for its template by name while it runs.
    await run('start', 'mail');
    expect(await rename('tiny', 'base')).toEqual(succeeded);
    expect(await rename('mail', 'mine')).toMatchObject({ error: { blockers: [{ code: 'vm-not-halted' }] } });
    await run('stop', 'mail');
    await box.expectClean();
  });
});

test('what may not be renamed or removed is refused, with nothing changed', async () => {
  await box.sh(`
    mkdir ${qubesDir}/appvms/lost
    ln -s /usr/lib/systemd/system/qubes-vm@.service ${wantsDir}/qubes-vm@linked.service
    lvcreate --quiet --thin --virtualsize=4m --name=somebody --addtag=qubes-storage.vm=tagged --addtag=qubes-storage.role=root qubes_dom0/pool0`);
  const before = await everything();
  const refusals = [
    [() => rename('dom0', 'dom1'), { code: 'class-not-changeable' }],
    [() => rename('fedora-20-x64', 'f20'), { code: 'installed-by-rpm' }],
    [() => rename('fedora-20-x64-dvm', 'dvm'), { code: 'savefile-in-use' }],
    [() => rename('work', 'personal'), { code: 'name-taken', by: 'vm' }],
    [() => rename('work', 'lost'), { code: 'name-taken', by: 'folder' }],
    [() => rename('work', 'linked'), { code: 'name-taken', by: 'autostart-link' }],
    [() => rename('work', 'tagged'), { code: 'target-name-taken', volume: 'somebody' }],
    [() => rename('work', 'snapshot1'), { code: 'name-not-allowed', problem: { worksAs: 'vm-NAME-VOLUME' } }],
    [() => rename('work', 'a_tmeta'), { code: 'name-not-allowed', problem: { worksAs: null } }],
    [() => remove('dom0'), { code: 'class-not-changeable' }],
    [() => remove('base'), { code: 'has-children', children: ['mail', 'sys-net2'] }],
    [() => remove('sys-net'), { code: 'netvm-of-others', clients: ['firewallvm'] }],
    [() => remove('fedora-20-x64-dvm'), { code: 'savefile-in-use' }],
  ] as const;
  for (const [asked, blocker] of refusals) {
    expect(await asked()).toMatchObject({ outcome: 'refused', error: { blockers: [blocker] } });
  }
  // Without `--yes` the plan is shown, and that counts as refused.
  expect((await box.cli('remove', 'work')).status).toBe(3);
  expect(await everything()).toBe(before);
  await box.sh(`
    rmdir ${qubesDir}/appvms/lost; rm ${wantsDir}/qubes-vm@linked.service
    lvremove --quiet --yes qubes_dom0/somebody`);
});

describe('a rename that is cut off', () => {
  const isBegun = (vm: string): string => `[ -e /dev/qubes_dom0/${vm}-private ]`;

  test('between two volumes is discarded, and everything is as it was', async () => {
    const before = await everything();
    const killed = killAgentWhen(box, isBegun('cut'));
    const { ended } = box.startCli('rename', 'mail', 'cut');
    await killed;
    expect((await ended).status).toBe(1);
    const job = await unfinishedJob();
    expect(await rename('mail', 'other')).toMatchObject({ error: { blockers: [{ code: 'job-unfinished' }] } });
    expect((await box.cli('start', 'mail')).status).toBe(3);
    await run('jobs', 'discard', job);
    expect(await everything()).toBe(before);
  });

  test('by the power is resumed to its end', async () => {
    const [volumes, registry] = [await volumesWithTags(box), await registryText(box)];
    const cutPower = await box.powerSwitch();
    const begun = whenTrue(box, isBegun('cut'));
    const { ended } = box.startCli('rename', 'mail', 'cut');
    await begun;
    cutPower();
    expect((await ended).status).toBe(1);
    await box.start();
    await run('jobs', 'resume', await unfinishedJob());
    expect(await volumesWithTags(box)).toEqual(asRenamed(volumes, 'mail', 'cut'));
    expect(await registryText(box)).toBe(withName(registry, 'mail', 'cut'));
    await box.expectClean();
  });

  test('by a failure before the switch is taken back at once, by one behind it only goes forward', async () => {
    await run('set', 'cut', 'autostart=on');
    const before = await everything();
    await box.sh(`chattr +i ${qubesDir}/appvms`);
    expect(await rename('cut', 'mail')).toMatchObject({ outcome: 'failed', error: { code: 'file-failed' } });
    await box.sh(`chattr -i ${qubesDir}/appvms`);
    expect(await everything()).toBe(before);

    const volumes = await volumesWithTags(box);
    await box.sh(`chattr +i ${wantsDir}`);
    expect(await rename('cut', 'mail')).toMatchObject({ outcome: 'interrupted' });
    await box.sh(`chattr -i ${wantsDir}`);
    const job = await unfinishedJob();
    expect((await box.cli('jobs', 'discard', job)).status).toBe(3);
    await run('jobs', 'resume', job);
    expect(await volumesWithTags(box)).toEqual(asRenamed(volumes, 'cut', 'mail'));
    await box.expectClean();
  });
});

describe('removed', () => {
  const goneFrom = async (...vms: readonly string[]): Promise<void> => {
    const rest = await box.sh(`
      find ${qubesDir} ! -path '*/backup/*' -printf '%P\\n'; ls ${wantsDir}; lvs --noheadings --options=lv_name,lv_tags`);
    for (const vm of vms) expect(rest).not.toMatch(new RegExp(`(^|[/@= ])${vm}([/.,-]|$)`, 'm'));
    expect(rest).not.toContain('job');
  };

  test('on LVM: volumes with revisions and what jobs have left, kept images, folder, link; nothing that is not its own', async () => {
    const made = '--quiet --yes --thin --virtualsize=4m';
    await box.sh(`
      lvcreate ${made} --name=mail-private.job-old1 --addtag=qubes-storage.vm=mail --addtag=qubes-storage.role=private --addtag=qubes-storage.job=old1 qubes_dom0/pool0
      lvcreate ${made} --name=mail-private-mine qubes_dom0/pool0
      lvcreate ${made} --name=mail-root qubes_dom0/pool0`);
    const [registry, volumes] = [await registryText(box), await volumesWithTags(box)];
    const { stdout } = await box.cli('remove', 'mail');
    expect(stdout).toContain('/dev/qubes_dom0/mail-private.rev-1');
    expect(stdout).toContain(`${qubesDir}/appvms/mail/private.img`);
    expect(stdout).toContain('/dev/qubes_dom0/mail-root stays');
    expect(await remove('mail')).toEqual(succeeded);
    const theirs = ['mail-private', 'mail-private.rev-1', 'mail-private.job-old1'];
    const left = Object.fromEntries(Object.entries(volumes).filter(([name]) => !theirs.includes(name)));
    expect(await volumesWithTags(box)).toEqual(left);
    expect(await registryText(box)).toBe(withoutVms(registry, 'mail'));
    await box.sh('lvremove --quiet --yes qubes_dom0/mail-private-mine qubes_dom0/mail-root');
    await goneFrom('mail');
    await box.expectClean();
  });

  test('standalone, HVM and NetVM, on both kinds of storage, and the original’s tool does it too', async () => {
    const registry = await registryText(box);
    for (const vm of ['alone', 'naked', 'sys-net2', 'build-box']) expect(await remove(vm)).toEqual(succeeded);
    await box.sh('qvm-remove --quiet windows');
    expect(await registryText(box)).toBe(withoutVms(registry, 'alone', 'naked', 'sys-net2', 'build-box', 'windows'));
    await goneFrom('alone', 'naked', 'sys-net2', 'build-box', 'windows');
    await box.expectClean();
  });

  test('a VM that runs, or that somebody reads, stays', async () => {
    await run('start', 'mistrusted');
    expect(await remove('mistrusted')).toMatchObject({ error: { blockers: [{ code: 'vm-not-halted' }] } });
    await run('stop', 'mistrusted');
    await box.sh('sleep 1000 < /dev/qubes_dom0/base-root &> /dev/null & echo $! > /run/reader');
    const { error } = await remove('base');
    expect(error).toMatchObject({ blockers: [{ code: 'volume-open', role: 'root' }] });
    await box.sh('kill $(cat /run/reader)');
  });

  test('cut off before the switch nothing is gone; behind it the VM is, and the rest goes when it is resumed', async () => {
    const before = await everything();
    await box.sh(`chattr +i ${qubesDir}`);
    expect(await remove('base')).toMatchObject({ outcome: 'failed', error: { code: 'registry-write-failed' } });
    await box.sh(`chattr -i ${qubesDir}`);
    expect(await everything()).toBe(before);

    const killed = killAgentWhen(box, '! [ -e /dev/qubes_dom0/base-private ] || ! [ -e /dev/qubes_dom0/base-root ]');
    const { ended } = box.startCli('remove', 'base', '--yes');
    await killed;
    expect((await ended).status).toBe(1);
    expect((await box.vms()).map(({ name }) => name)).not.toContain('base');
    const job = await unfinishedJob();
    expect((await box.cli('jobs', 'discard', job)).status).toBe(3);
    expect(await act('create', 'base', '--class', 'template')).toMatchObject({ outcome: 'refused' });
    // Somebody who has one open is waited for a moment, not for ever; what is left goes when they have let go.
    await box.sh('set -- /dev/qubes_dom0/base-*; sleep 1000 < $1 &> /dev/null & echo $! > /run/reader');
    expect((await box.cli('jobs', 'resume', job)).status).toBe(1);
    expect(Object.keys(await volumesWithTags(box)).join()).toContain('base-');
    await box.sh('kill $(cat /run/reader)');
    await run('jobs', 'resume', job);
    await goneFrom('base');
    await box.expectClean();
  });
});
