import type { VmRename } from '../vm-registry.ts';
import type { XmlElement } from '../registry-file/parse-registry-xml.ts';

/** `drive` of an HVM: what it is to the guest, the VM that has it, and where it is there. */
export const driveForm = /^([a-z]+):([^:]+):(.*)$/s;

/** What a VM's own element says of its name, and every element of files in its folder. Where it was backed up stays as it is. */
export function renameAttributes(element: XmlElement, rename: VmRename): ReadonlyMap<string, string> {
  const isOwn = element.attributes.get('name')?.value === rename.vm;
  const changed = new Map<string, string>();
  for (const { name, value } of element.attributes.values()) {
    const renamed = isOwn ? renamedOwn(name, value, rename) : renamedPath(name, value, rename);
    if (renamed !== value) changed.set(name, renamed);
  }
  return changed;
}

function renamedOwn(name: string, value: string, rename: VmRename): string {
  if (name === 'name') return rename.name;
  if (name === 'dir_path') return rename.dirPath;
  const conf = `${rename.vm}.conf`;
  // A configuration of another name is one that somebody keeps by hand.
  if (name === 'conf_file' && value === conf) return `${rename.name}.conf`;
  if (name === 'conf_file' && value === `${rename.oldDirPath}/${conf}`) return `${rename.dirPath}/${rename.name}.conf`;
  return renamedPath(name, value, rename);
}

function renamedPath(name: string, value: string, rename: VmRename): string {
  const drive = name === 'drive' ? driveForm.exec(value) : null;
  if (drive === null) return moved(value, rename);
  const [, kind = '', vm = '', path = ''] = drive;
  return `${kind}:${vm === rename.vm ? rename.name : vm}:${moved(path, rename)}`;
}

const moved = (path: string, { oldDirPath, dirPath }: VmRename): string =>
  path.startsWith(`${oldDirPath}/`) ? dirPath + path.slice(oldDirPath.length) : path;
