import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { mib } from '#shared/base/bytes.ts';
import { packImage } from './disk-image.ts';
import { magic, writeContent } from './seed-content.ts';
import { inTree, rootDir, vmDir } from './seed-vms.ts';
import type { SeedVm } from './seed-vms.ts';
import { vmConf } from './vm-conf.ts';

/** The configuration of each DispVM: name and address are filled in at its start, and it has no private disk. */
const dispVmConf = (vm: SeedVm): string =>
  vmConf(vm)
    .split('\n')
    .filter((line) => !line.includes('private.img'))
    .join('\n')
    .replace(`name = "${vm.name}"`, 'name = "%NAME%"')
    .replace(/ip=[\d.]+/, 'ip=%IP%');

/** What makes an AppVM the one that DispVMs start from: its saved memory, and links that lead there. */
export async function makeDispVmFiles(vm: SeedVm, treeDir: string): Promise<void> {
  const dir = inTree(treeDir, vmDir(vm));
  const linkDir = `${treeDir}/dvmdata`;
  await writeContent(`${dir}/dvm-savefile`, magic('LibxlFmt', mib(8)));
  await writeFile(`${dir}/dvm.conf`, dispVmConf(vm));
  await writeFile(`${dir}/netvm-id.txt`, `${vm.netvmQid ?? 'none'}\n`);
  await packImage(`${dir}/saved-cows.tar`, dir, 'volatile.img');
  await mkdir(linkDir);
  await symlink(`${vmDir(vm)}/dvm-savefile`, `${linkDir}/default-savefile`);
  await symlink(`${vmDir(vm)}/dvm.conf`, `${linkDir}/default-dvm.conf`);
  await symlink(`${rootDir(vm)}/root.img`, `${linkDir}/savefile-root`);
}
