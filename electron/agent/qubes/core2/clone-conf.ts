import type { ClonedFolder } from '../vm-folders.ts';
import { ownDisks } from './own-disks.ts';

/**
 * A VM's Xen configuration as its clone's: name, folder and volumes are the clone's own. Its network addresses, which come
 * from the VM's number, are right from the first start on, when the core writes the whole file anew.
 */
export function cloneConf(text: string, { vm, sourceDir, volumes }: ClonedFolder, isPvTemplate: boolean): string {
  const renamed = text
    .replaceAll(`${sourceDir}/`, `${vm.dirPath}/`)
    .replaceAll(`/${vm.source}-root,`, `/${vm.name}-root,`)
    .replaceAll(`name = "${vm.source}"`, `name = "${vm.name}"`);
  return [...ownDisks(volumes, vm.dirPath, isPvTemplate)].reduce(
    (conf, [frontend, disk]) => conf.replace(new RegExp(`'[^'\\n]*,${frontend},[rw]'`), () => `'${disk}'`),
    renamed,
  );
}
