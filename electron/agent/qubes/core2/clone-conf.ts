import type { FolderClone } from '../vm-folders.ts';

/**
 * A VM's Xen configuration as its clone's: name, folder and volumes are the clone's own. Its network addresses, which come
 * from the VM's number, are right from the first start on, when the core writes the whole file anew.
 */
export function cloneConf(text: string, { source, sourceDir, name, dir }: FolderClone): string {
  return text
    .replaceAll(`${sourceDir}/`, `${dir}/`)
    .replaceAll(`/${source}-root,`, `/${name}-root,`)
    .replaceAll(`/${source}-private,`, `/${name}-private,`)
    .replaceAll(`name = "${source}"`, `name = "${name}"`);
}
