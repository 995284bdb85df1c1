import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import { volatileBytes } from '../../../core2/volatile-image.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import { reservedDir, type CreatedFolder } from '../vm-folders.ts';
import type { NewVm } from '../vm-registry.ts';
import { Core2Folders } from './core2-folders.ts';
import { readRegistryText } from './read-registry.ts';

const job = 'job1' as JobId;
const { signal } = new AbortController();
const runner = createCommandRunner(() => undefined);
let qubesDir: string;
let folders: Core2Folders;

beforeEach(async () => {
  qubesDir = await mkdtemp(join(tmpdir(), 'qsm-created-'));
  folders = new Core2Folders(qubesDir, runner);
  for (const dir of ['appvms', 'servicevms', 'vm-templates', 'vm-kernels/3.12']) {
    await mkdir(join(qubesDir, dir), { recursive: true, mode: 0o770 });
  }
  for (const name of ['vmlinuz', 'initramfs', 'modules.img']) {
    await writeFile(join(qubesDir, 'vm-kernels/3.12', name), `the ${name}`);
  }
});

afterEach(() => rm(qubesDir, { recursive: true }));

/** The folder of a new VM, as it is while its job goes on. */
async function made(
  vm: Pick<NewVm, 'name' | 'class'> & Partial<NewVm>,
  facts: Partial<CreatedFolder> = {},
): Promise<string> {
  const dirPath = folders.placeOf(vm.class, vm.name);
  const storageType = vm.storageType ?? 'file';
  const pathOf = (role: string) =>
    storageType === 'lvm' ? `/dev/qubes_dom0/${vm.name}-${role}` : join(dirPath, `${role}.img`);
  const folder: CreatedFolder = {
    kind: 'create',
    vm: {
      label: 'green',
      template: null,
      netvm: { kind: 'default' },
      isInternal: false,
      includeInBackups: true,
      memoryMib: null,
      vcpus: null,
      ...vm,
      storageType,
      dirPath,
    },
    template: null,
    rootPath: null,
    volumes: [
      { role: 'root', path: pathOf('root'), sizeBytes: gib(10) },
      { role: 'private', path: pathOf('private'), sizeBytes: gib(2) },
    ],
    defaultKernel: '3.12',
    ...facts,
  };
  expect(await folders.reserve(folder, job, signal)).toMatchObject({ ok: true });
  return reservedDir(dirPath, job);
}

const name = (text: string): VmName => text as VmName;

/** A template as the registry tells of it, in a folder that this makes. */
async function aTemplate(vmName: string): Promise<NonNullable<CreatedFolder['template']>> {
  const dir = await made({ name: name(vmName), class: 'TemplateVM' });
  await writeFile(join(dir, 'whitelisted-appmenus.list'), 'firefox.desktop\n');
  const registry = readRegistryText(
    join(qubesDir, 'qubes.xml'),
    `<QubesVmCollection default_kernel="3.12"><QubesTemplateVm qid="1" name="${vmName}" dir_path="${dir}"/></QubesVmCollection>`,
  );
  const template = registry.ok ? registry.value.contents.vms[0] : undefined;
  if (template === undefined) throw new Error('no template');
  return template;
}

const contentOf = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir)).filter((entry) => !entry.startsWith('.')).sort();

test('a new template on image files has all that stock tools look for', async () => {
  const dir = await made({ name: name('fc21'), class: 'TemplateVM' });
  expect(await contentOf(dir)).toEqual([
    'clean-volatile.img.tar',
    'fc21.conf',
    'firewall.xml',
    'icon.png',
    'root-cow.img',
    'volatile.img',
  ]);
  expect(await readlink(join(dir, 'icon.png'))).toBe('/usr/share/icons/hicolor/128x128/devices/appvm-green.png');
  expect((await stat(join(dir, 'root-cow.img'))).size).toBe(gib(10));
  expect((await stat(join(dir, 'volatile.img'))).size).toBe(volatileBytes(gib(10)));
  expect((await stat(join(dir, 'clean-volatile.img.tar'))).size).toBeLessThan(mib(1));
  for (const file of ['firewall.xml', 'fc21.conf', 'root-cow.img', 'volatile.img', 'clean-volatile.img.tar']) {
    expect((await stat(join(dir, file))).mode & 0o777).toBe(0o660);
  }
  expect((await stat(dir)).mode).toBe((await stat(join(qubesDir, 'vm-templates'))).mode);
});

test('on LVM nothing records the changes of a root image, and the configuration names the volumes', async () => {
  const dir = await made({ name: name('fc21'), class: 'TemplateVM', storageType: 'lvm' });
  expect(await contentOf(dir)).not.toContain('root-cow.img');
  expect(await readFile(join(dir, 'fc21.conf'), 'utf8')).toContain("'phy:/dev/qubes_dom0/fc21-root,xvda,w'");
});

test('an AppVM runs on its template, with a volatile image like those that it hands out', async () => {
  const template = await aTemplate('fc20');
  const volumes = [{ role: 'private', path: join(qubesDir, 'appvms/mail/private.img'), sizeBytes: gib(2) }] as const;
  const dir = await made({ name: name('mail'), class: 'AppVM', template: template.name }, { template, volumes });
  expect(await contentOf(dir)).toEqual(['firewall.xml', 'icon.png', 'mail.conf', 'volatile.img']);
  const [own, theirs] = await Promise.all(
    [dir, template.dirPath].map(async (each) => stat(join(each, 'volatile.img'))),
  );
  expect([own?.size, (own?.mode ?? 0) & 0o777]).toEqual([theirs?.size, 0o660]);
  const conf = await readFile(join(dir, 'mail.conf'), 'utf8');
  expect(conf).toContain(`'script:snapshot:${template.dirPath}/root.img:${template.dirPath}/root-cow.img,xvda,r'`);
  expect(conf).toContain(`kernel = "${qubesDir}/vm-kernels/3.12/vmlinuz"`);
});

test('on a template on LVM its root is a volume of its own', async () => {
  const template = { ...(await aTemplate('fc20')), storageType: 'lvm' } as const;
  const facts = { template, volumes: [], rootPath: '/dev/qubes_dom0/mail-root' };
  const dir = await made({ name: name('mail'), class: 'AppVM', template: template.name }, facts);
  expect(await readFile(join(dir, 'mail.conf'), 'utf8')).toContain("'phy:/dev/qubes_dom0/mail-root,xvda,w'");
});

test('a standalone is handed the kernel of its template, and a firewall of its own', async () => {
  const dir = await made({ name: name('dev'), class: 'StandaloneVM' }, { template: await aTemplate('fc20') });
  expect(await readdir(join(dir, 'kernels'))).toEqual(['initramfs', 'modules.img', 'vmlinuz']);
  expect(await readFile(join(dir, 'firewall.xml'), 'utf8')).toContain('policy="allow"');
  expect(await contentOf(dir)).not.toContain('clean-volatile.img.tar');
});

test('a template made from another one has its menus, its volatile image and its firewall', async () => {
  const dir = await made({ name: name('fc22'), class: 'TemplateVM' }, { template: await aTemplate('fc20') });
  expect(await contentOf(dir)).toContain('whitelisted-appmenus.list');
  expect(await readFile(join(dir, 'firewall.xml'), 'utf8')).toContain('policy="deny"');
});

test('an HVM has no volatile image until it runs, and boots from its disk', async () => {
  const dir = await made({ name: name('win'), class: 'HVM', memoryMib: 2048 });
  expect(await contentOf(dir)).toEqual(['firewall.xml', 'icon.png', 'win.conf']);
  expect(await readFile(join(dir, 'win.conf'), 'utf8')).toContain('builder = "hvm"\nboot = "cd"\nmemory = 2048\n');
});

test('made again after a crash it is the same', async () => {
  const template = await aTemplate('fc20');
  for (let time = 0; time < 2; time += 1) await made({ name: name('dev'), class: 'StandaloneVM' }, { template });
});
