import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import { dom0Facts, registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { expectExactCopy, fillImage, mappedBytes } from '../../lab/lab-images.ts';
import { killAgentWhenStepBegins } from '../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';
const fileTemplate = `${qubesDir}/vm-templates/fedora-20-x64`;
const succeeded = { outcome: 'succeeded', error: null };

async function create(name: string, line = ''): Promise<Pick<ActionRecord, 'outcome' | 'error'>> {
  const { stdout } = await box.cli('--json', 'create', name, ...line.split(' ').filter((word) => word !== ''));
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { outcome: record?.outcome ?? 'left', error: record?.error ?? null };
}

const namesIn = async (dir: string): Promise<string> => (await box.sh(`ls -A ${dir}`)).trim().replaceAll('\n', ' ');

async function recordOf(vm: string): Promise<string> {
  return (await registryText(box)).split('\n').find((line) => line.includes(` name="${vm}"`)) ?? '';
}

/** Of logical volumes whose names match: name, origin, size in MiB. */
async function volumes(pattern: string): Promise<readonly string[]> {
  const command = `lvs --noheadings --units=m --nosuffix --separator=' ' --options=lv_name,origin,lv_size qubes_dom0`;
  return (await box.sh(`${command} | grep -E '${pattern}'`)).trim().split(/\s*\n\s*/);
}

const poolBlocks = async (): Promise<string> =>
  (await box.sh('dmsetup status qubes_dom0-pool0-tpool')).split(' ')[5] ?? '';

/** Throws unless there is an ext4 file system in it without a fault. */
const checkFileSystem = (path: string): Promise<string> => box.sh(`e2fsck -fn ${path} 2>&1; blkid -p -s TYPE ${path}`);

/** Facts, and every name below /var/lib/qubes. */
const everything = async (): Promise<string> => `${await dom0Facts(box)}${await box.sh(`find ${qubesDir} | sort`)}`;

const smallSizes = '--root-size 64M --private-size 32M';

beforeAll(async () => {
  expect(await create('tpl', `--class template --storage lvm ${smallSizes}`)).toEqual(succeeded);
  for (const role of ['root', 'private']) {
    expect(await checkFileSystem(`/dev/qubes_dom0/tpl-${role}`)).toContain('TYPE="ext4"');
  }
});

describe('on image files', () => {
  test('an AppVM, a NetVM and a ProxyVM each get a copy of their template’s private, and a record', async () => {
    const registry = await registryText(box);
    expect(await create('mail', '--label green --netvm none')).toEqual(succeeded);
    expect(await create('net', '--class net')).toEqual(succeeded);
    await box.sh('qvm-create -q -p -l yellow -m 350 -c 2 -i fw');
    for (const dir of ['appvms/mail', 'servicevms/net', 'servicevms/fw']) {
      await box.sh(`cmp ${fileTemplate}/private.img ${qubesDir}/${dir}/private.img`);
      const conf = `${dir.split('/')[1] ?? ''}.conf`;
      const names = ['firewall.xml', 'icon.png', 'private.img', 'volatile.img', conf];
      expect((await namesIn(`${qubesDir}/${dir}`)).split(' ').sort()).toEqual(names.sort());
    }
    expect(await box.sh(`stat --format='%U:%G %a' ${qubesDir}/appvms/mail{,/private.img,/mail.conf}`)).toBe(
      'root:qubes 770\nroot:qubes 660\nroot:qubes 660\n',
    );
    const made = await Promise.all(['mail', 'net', 'fw'].map(recordOf));
    expect(made).toEqual([
      expect.stringMatching(
        /QubesAppVm qid="12" .*label="green" template_qid="1" netvm_qid="none".*storage_type="file"/,
      ),
      expect.stringMatching(/QubesNetVm qid="13" .*netid="3" .*label="red".*memory="300".*kernel="3.12.23-1"/),
      expect.stringMatching(
        /QubesProxyVm qid="14" .*netid="4" .*netvm_qid="2".*memory="350" .*internal="True" .*vcpus="2"/,
      ),
    ]);
    const others = (await registryText(box)).split('\n').filter((line) => !made.includes(line));
    expect(others.join('\n')).toBe(registry);
  });

  test('a template made from nothing is what stock tools expect of one', async () => {
    expect(await create('blank', `--class template ${smallSizes}`)).toEqual(succeeded);
    const dir = `${qubesDir}/vm-templates/blank`;
    for (const image of ['root', 'private']) {
      expect(await checkFileSystem(`${dir}/${image}.img`)).toContain('TYPE="ext4"');
    }
    expect(await namesIn(dir)).toBe(
      'blank.conf clean-volatile.img.tar firewall.xml icon.png private.img root-cow.img root.img volatile.img',
    );
    expect(await box.sh(`cd ${dir}; stat --format=%s root.img root-cow.img private.img volatile.img`)).toBe(
      [64, 64, 32, 64 + 1536].map((mebibytes) => `${mebibytes * 2 ** 20}\n`).join(''),
    );
    expect(await box.sh(`tar --list --verbose --file=${dir}/clean-volatile.img.tar`)).toMatch(
      /root\/qubes +1677721600 /,
    );
    expect(await create('on-blank', '--template blank')).toEqual(succeeded);
    await box.sh('qubes-storage start on-blank && qubes-storage stop on-blank');
  });

  test('a standalone has the root, the private and the kernel of its template', async () => {
    expect(await create('solo', '--class standalone --template blank')).toEqual(succeeded);
    const [dir, template] = [`${qubesDir}/appvms/solo`, `${qubesDir}/vm-templates/blank`];
    await box.sh(`
      cmp ${template}/root.img ${dir}/root.img; cmp ${template}/private.img ${dir}/private.img
      diff --recursive ${qubesDir}/vm-kernels/3.12.23-1 ${dir}/kernels
      [ $(stat --format=%b ${dir}/root.img) -le $(stat --format=%b ${template}/root.img) ]
    `);
    expect(await recordOf('solo')).toMatch(/QubesAppVm .*template_qid="none"/);
  });

  test('an HVM has empty disks, and one on a template for HVMs has that one’s private', async () => {
    expect(await create('win8', '--class hvm')).toEqual(succeeded);
    expect(await box.sh(`cd ${qubesDir}/appvms/win8; stat --format='%s %b' root.img private.img`)).toBe(
      `${20 * 2 ** 30} 0\n${2 * 2 ** 30} 0\n`,
    );
    expect(await create('hvm-base', '--class template-hvm --root-size 64M --private-size 32M')).toEqual(succeeded);
    await fillImage(box, `${qubesDir}/vm-templates/hvm-base/private.img`, 32);
    expect(await create('on-hvm', '--class hvm --template hvm-base')).toEqual(succeeded);
    await box.sh(`cmp ${qubesDir}/{vm-templates/hvm-base,appvms/on-hvm}/private.img`);
    expect(await namesIn(`${qubesDir}/appvms/on-hvm`)).not.toContain('root.img');
    expect(await recordOf('on-hvm')).toMatch(/QubesHVm .*drive="None"/);
  });
});

describe('on LVM', () => {
  test('an AppVM, a standalone and a template begin as snapshots that take nothing of the pool', async () => {
    const before = await poolBlocks();
    expect(await create('l-mail', '--template tpl')).toEqual(succeeded);
    expect(await create('l-solo', '--class standalone --template tpl')).toEqual(succeeded);
    expect(await create('l-base', '--class template --template tpl --label gray')).toEqual(succeeded);
    expect(await poolBlocks()).toBe(before);
    expect(await volumes('^ *l-')).toEqual([
      'l-base-private tpl-private 32.00',
      'l-base-root tpl-root 64.00',
      'l-mail-private tpl-private 32.00',
      'l-solo-private tpl-private 32.00',
      'l-solo-root tpl-root 64.00',
    ]);
    expect((await volumesWithTags(box))['l-solo-root']).toEqual(['qubes-storage.role=root', 'qubes-storage.vm=l-solo']);
    await box.sh('cmp /dev/qubes_dom0/tpl-root /dev/qubes_dom0/l-base-root');
    expect(await recordOf('l-mail')).toContain('storage_type="lvm"');
    expect(await namesIn(`${qubesDir}/vm-templates/l-base`)).toBe(
      'clean-volatile.img.tar firewall.xml icon.png l-base.conf volatile.img',
    );
  });

  test('they run, the AppVM on a root of its own, and nothing is left of that', async () => {
    for (const vm of ['l-mail', 'l-solo']) await box.sh(`qubes-storage start ${vm}`);
    expect(await volumes('l-mail-root')).toEqual(['l-mail-root tpl-root 64.00']);
    for (const vm of ['l-mail', 'l-solo']) await box.sh(`qubes-storage stop ${vm}`);
    expect(Object.keys(await volumesWithTags(box))).toContain('l-solo-root');
  });

  test('from nothing: no file system at all for an HVM', async () => {
    expect(await create('l-win', '--class hvm --storage lvm')).toEqual(succeeded);
    expect(await create('l-hvm-base', '--class template-hvm --pool pool0 --root-size 1G')).toEqual(succeeded);
    expect(await create('l-on-hvm', '--class hvm --template l-hvm-base')).toEqual(succeeded);
    expect(await volumes('^ *l-(win|hvm|on)')).toEqual([
      'l-hvm-base-private  2048.00',
      'l-hvm-base-root  1024.00',
      'l-on-hvm-private l-hvm-base-private 2048.00',
      'l-win-private  2048.00',
      'l-win-root  20480.00',
    ]);
    expect(await mappedBytes(box, 'l-win-root')).toBe(0);
  });

  test('of a template that is elsewhere they get a verified copy', async () => {
    expect(await create('across', '--storage lvm')).toEqual(succeeded);
    await expectExactCopy(box, `${fileTemplate}/private.img`, 'across-private');
    expect(await create('back', '--template tpl --storage file')).toEqual(succeeded);
    await box.sh(`cmp /dev/qubes_dom0/tpl-private ${qubesDir}/appvms/back/private.img`);
    for (const vm of ['across', 'back']) await box.sh(`qubes-storage start ${vm} && qubes-storage stop ${vm}`);
    await box.expectClean();
  });
});

describe('with the root of a file, as the original takes it', () => {
  const file = '/srv/root.img';
  const made = `
    truncate --size=24000000 ${file}; mkfs.ext4 -q ${file}
    cp --sparse=always ${file} /srv/same.img`;

  test('a copy of it for a standalone on LVM, whose kernel and private are its template’s', async () => {
    await box.sh(`${made}; cd /srv; qvm-create -q -s -t tpl -l blue -r root.img brought`);
    await box.sh(`cmp --bytes=24000000 ${file} /dev/qubes_dom0/brought-root; cmp ${file} /srv/same.img`);
    expect(await volumes('brought-')).toEqual(['brought-private tpl-private 32.00', 'brought-root  24.00']);
    await box.sh('cmp /dev/qubes_dom0/tpl-private /dev/qubes_dom0/brought-private');
    expect(await namesIn(`${qubesDir}/appvms/brought/kernels`)).toBe('initramfs modules.img vmlinuz');
    await box.sh('qubes-storage start brought; qubes-storage stop brought');
  });

  test('moved into an HVM on image files', async () => {
    await box.sh(`qvm-create -H -l red -R ${file} moved`);
    await box.sh(`cmp --bytes=24000000 /srv/same.img ${qubesDir}/appvms/moved/root.img; [ ! -e ${file} ]`);
    await box.expectClean();
  });

  test('never one that belongs to a VM, nor for a VM on a template', async () => {
    const refused = async (line: string): Promise<string> => box.sh(`qvm-create -l red ${line} new 2>&1 || echo $?`);
    expect(await refused(`-s -R ${qubesDir}/appvms/moved/root.img`)).toMatch(/belongs to a VM.*\s3\s*$/s);
    expect(await refused('-r /srv/same.img')).toMatch(/Only a standalone.*\s3\s*$/s);
    expect(await namesIn('/srv')).toContain('same.img');
  });
});

describe('refused, with nothing made', () => {
  test.each([
    ['work', '', { code: 'name-taken', by: 'vm' }],
    ['lost', '', { code: 'name-taken', by: 'folder' }],
    ['mine', '', { code: 'target-name-taken', volume: 'mine-private' }],
    ['new', '--template nobody', { code: 'template-not-found' }],
    ['new', '--template work', { code: 'template-not-suited', templateClass: 'AppVM' }],
    ['new', '--class hvm --template tpl', { code: 'template-not-suited' }],
    ['new', '--template none', { code: 'template-needed' }],
    ['new', '--netvm work', { code: 'netvm-not-suited' }],
    ['new', '--private-size 4G', { code: 'size-follows-template' }],
    ['new', '--class hvm --private-size 9000G --root-size 4k', { code: 'size-too-small' }],
  ])('%s %s', async (name, line, blocker) => {
    await box.sh(`
      mkdir --parents ${qubesDir}/appvms/lost
      [ -e /dev/qubes_dom0/mine-private ] || lvcreate --quiet --thin --virtualsize=4m --name=mine-private qubes_dom0/pool0
    `);
    expect(await create(name, line)).toMatchObject({ outcome: 'refused', error: { blockers: [blocker] } });
    expect(await namesIn(`${qubesDir}/appvms`)).not.toMatch(/\bnew\b/);
  });

  test('while the template runs', async () => {
    await box.sh(
      `rmdir ${qubesDir}/appvms/lost; lvremove --quiet --yes qubes_dom0/mine-private; qubes-storage start blank`,
    );
    expect(await create('new', '--template blank')).toMatchObject({
      error: { blockers: [{ code: 'vm-not-halted', vm: 'blank', power: 'running' }] },
    });
    await box.sh('qubes-storage stop blank');
  });
});

describe('cut off', () => {
  const interrupted = async (vm: string) =>
    (await box.jobs()).find((job) => job.vm === vm && job.state === 'interrupted');

  test('in the copy, it can be discarded, and nothing is left', async () => {
    await fillImage(box, `${fileTemplate}/private.img`, 256);
    const before = await everything();
    const { ended } = box.startCli('create', 'cut', '--label', 'green');
    // check, folder, reserve, copy
    await killAgentWhenStepBegins(box, 'cut', 3);
    expect((await ended).status).toBe(1);
    const job = await interrupted('cut');
    expect(job).toMatchObject({ action: 'create', canDiscard: true });
    expect((await box.cli('jobs', 'discard', job?.id ?? '')).status).toBe(0);
    expect(await everything()).toBe(before);
  });

  test('behind the switch, it can only be finished, and is', async () => {
    const { ended } = box.startCli('create', 'cut2', '--class', 'template', '--template', 'tpl');
    // check, folder, snapshot, snapshot, switch, release
    await killAgentWhenStepBegins(box, 'cut2', 5);
    await ended;
    // Now and then it has come to its end by then.
    const job = await interrupted('cut2');
    if (job !== undefined) {
      expect(job.canDiscard).toBe(false);
      expect((await box.cli('jobs', 'resume', job.id)).status).toBe(0);
    }
    expect(await volumes('cut2-')).toEqual(['cut2-private tpl-private 32.00', 'cut2-root tpl-root 64.00']);
    expect(JSON.stringify(await volumesWithTags(box))).not.toContain('job');
    expect(await namesIn(`${qubesDir}/vm-templates/cut2`)).not.toContain('job');
    await box.expectClean();
  });
});
