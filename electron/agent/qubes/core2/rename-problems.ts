import { isDeepStrictEqual } from 'node:util';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegisteredVm, VmRename } from '../vm-registry.ts';
import type { XmlAttribute } from '../registry-file/parse-registry-xml.ts';
import type { Core2Registry } from './read-registry.ts';

/**
 * Reads from the new registry that every VM is what it was, with the new name wherever the old one stood; and from its text
 * that it differs in nothing but values which say the old name or folder.
 */
export function renameProblems(before: Core2Registry, after: Core2Registry, rename: VmRename): readonly string[] {
  const expected = before.contents.vms.map((vm) => renamedVm(vm, rename));
  const problems = isDeepStrictEqual(after.contents.vms.map(withoutDigest), expected)
    ? []
    : ['something else of a VM would change too'];
  const values = changedValues(before, after);
  for (const [old, now] of values) {
    if (!isRenamed(old, now.value, rename)) problems.push(`${old.name} would become ${now.value}`);
  }
  const [oldRest, newRest] = [
    textWithout(
      before.xml.text,
      values.map(([old]) => old),
    ),
    textWithout(
      after.xml.text,
      values.map(([, now]) => now),
    ),
  ];
  return oldRest === newRest ? problems : [...problems, 'other bytes would change too'];
}

const withoutDigest = ({ recordDigest: _digest, ...vm }: RegisteredVm): Omit<RegisteredVm, 'recordDigest'> => vm;

function renamedVm(vm: RegisteredVm, rename: VmRename): Omit<RegisteredVm, 'recordDigest'> {
  const { vm: old, name, dirPath, oldDirPath } = rename;
  const renamed = <Name extends VmName | null>(known: Name): Name | VmName => (known === old ? name : known);
  const moved = (path: string): string =>
    path.startsWith(`${oldDirPath}/`) ? dirPath + path.slice(oldDirPath.length) : path;
  const isOwn = vm.name === old;
  const isUsualConf = isOwn && vm.confPath === `${oldDirPath}/${old}.conf`;
  return {
    ...withoutDigest(vm),
    template: renamed(vm.template),
    netvm: renamed(vm.netvm),
    driveVm: renamed(vm.driveVm),
    confPath: isUsualConf ? `${dirPath}/${name}.conf` : moved(vm.confPath),
    imagePaths: Object.fromEntries(Object.entries(vm.imagePaths).map(([role, path]) => [role, moved(path)])),
    ...(isOwn ? { name, dirPath } : {}),
  };
}

type ValuePair = readonly [old: XmlAttribute, now: XmlAttribute];

const changedValues = (before: Core2Registry, after: Core2Registry): readonly ValuePair[] =>
  before.xml.root.children.flatMap((element, index) => {
    const now = after.xml.root.children[index]?.attributes;
    return [...element.attributes.values()].flatMap((attribute): readonly ValuePair[] => {
      const other = now?.get(attribute.name);
      return other === undefined || other.value === attribute.value ? [] : [[attribute, other]];
    });
  });

function isRenamed({ name: attribute, value: old }: XmlAttribute, now: string, rename: VmRename): boolean {
  if (attribute === 'name') return old === rename.vm && now === rename.name;
  if (attribute === 'dir_path') return now === rename.dirPath;
  const moved = old.replace(`${rename.oldDirPath}/`, `${rename.dirPath}/`);
  const ending = `${rename.vm}.conf`;
  return (
    now === moved ||
    now === moved.replace(`:${rename.vm}:`, `:${rename.name}:`) ||
    (moved.endsWith(ending) && now === `${moved.slice(0, -ending.length)}${rename.name}.conf`)
  );
}

/** In the order of the document, as attributes are parsed. */
function textWithout(text: string, values: readonly XmlAttribute[]): string {
  let rest = '';
  let at = 0;
  for (const { valueStart, valueEnd } of values) {
    rest += text.slice(at, valueStart);
    at = valueEnd;
  }
  return rest + text.slice(at);
}
