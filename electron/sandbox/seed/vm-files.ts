import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { gib, mib } from '#shared/base/bytes.ts';
import { firewallRules } from '../../core2/firewall-rules.ts';
import { volatileBytes, volatilePieces } from '../../core2/volatile-image.ts';
import { copyImage, makeExt4Image, makeSparseFile, packImage, writeAt } from './disk-image.ts';
import { privateTree } from './private-tree.ts';
import { magic, text, writeTree } from './seed-content.ts';
import { inTree, kernelDir, rootSourceDir, vmDir } from './seed-vms.ts';
import type { SeedVm } from './seed-vms.ts';
import { templateTree } from './template-tree.ts';
import { vmConf } from './vm-conf.ts';
import { makeWindowsDisk } from './windows-disk.ts';

const rootBytes = gib(10);
const privateBytes = gib(2);

const menuEntries = 'firefox.desktop\nlibreoffice-writer.desktop\ngnome-terminal.desktop\n';

async function makeRoot(vm: SeedVm, treeDir: string): Promise<void> {
  const path = `${inTree(treeDir, vmDir(vm))}/root.img`;
  switch (vm.root) {
    case 'none':
      return;
    case 'made':
      return makeExt4Image(path, rootBytes, '_rootfs', templateTree);
    case 'copy':
      return copyImage(`${inTree(treeDir, rootSourceDir)}/root.img`, path);
    case 'partitioned':
      return makeWindowsDisk(path);
  }
}

async function makePrivate(vm: SeedVm, dir: string): Promise<void> {
  const path = `${dir}/private.img`;
  // The system inside an HVM formats its own disks.
  if (vm.element === 'QubesHVm') return makeSparseFile(path, privateBytes);
  await makeExt4Image(path, privateBytes, '_private', privateTree(vm));
}

/** Swap, and the space for a running VM's changes to its root. */
async function makeVolatile(vm: SeedVm, dir: string): Promise<void> {
  if (vm.element === 'QubesHVm') return;
  await makeSparseFile(`${dir}/volatile.img`, volatileBytes(rootBytes));
  await writeAt(`${dir}/volatile.img`, volatilePieces(rootBytes));
}

async function makeTemplateFiles(vm: SeedVm, dir: string): Promise<void> {
  if (vm.element !== 'QubesTemplateVm') return;
  await makeSparseFile(`${dir}/root-cow.img`, rootBytes);
  await packImage(`${dir}/clean-volatile.img.tar`, dir, 'volatile.img');
  await writeFile(`${dir}/whitelisted-appmenus.list`, menuEntries);
}

/** A standalone boots with a kernel of its own. */
async function copyKernel(vm: SeedVm, treeDir: string): Promise<void> {
  if (vm.element !== 'QubesAppVm' || vm.root === 'none') return;
  const from = inTree(treeDir, kernelDir);
  const to = `${inTree(treeDir, vmDir(vm))}/kernels`;
  await mkdir(to);
  await copyFile(`${from}/vmlinuz`, `${to}/vmlinuz`);
  await copyFile(`${from}/initramfs`, `${to}/initramfs`);
  await copyImage(`${from}/modules.img`, `${to}/modules.img`);
}

/** Everything in the folder of one VM. */
export async function makeVmFiles(vm: SeedVm, treeDir: string): Promise<void> {
  const dir = inTree(treeDir, vmDir(vm));
  await mkdir(dir, { recursive: true });
  await makeRoot(vm, treeDir);
  await makePrivate(vm, dir);
  await makeVolatile(vm, dir);
  await makeTemplateFiles(vm, dir);
  await copyKernel(vm, treeDir);
  await writeFile(`${dir}/${vm.name}.conf`, vmConf(vm));
  await writeFile(`${dir}/firewall.xml`, firewallRules(vm.element === 'QubesTemplateVm'));
  await symlink(`/usr/share/icons/hicolor/128x128/devices/appvm-${vm.label}.png`, `${dir}/icon.png`);
}

/** A kernel of dom0 for its VMs: modules are a small file system of their own. */
export async function makeVmKernel(treeDir: string): Promise<void> {
  const dir = inTree(treeDir, kernelDir);
  await writeTree(dir, { vmlinuz: magic('MZ', mib(5)), initramfs: magic('\x1f\x8b\x08', mib(8)) });
  await makeExt4Image(`${dir}/modules.img`, mib(64), 'modules', {
    'modules.dep': text('kernel/drivers/block/xen-blkfront.ko:'),
    'kernel/drivers/block/xen-blkfront.ko': magic('\x7fELF', mib(1)),
  });
}
