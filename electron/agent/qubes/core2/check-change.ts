import { assertNever } from '#shared/base/assert-never.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegisteredVm, RegistryChange, RegistryContents, VmClone } from '../vm-registry.ts';
import type { Core2Registry } from './read-registry.ts';
import { renameProblems } from './rename-problems.ts';

const named = (contents: RegistryContents, name: string): RegisteredVm | undefined =>
  contents.vms.find((vm) => vm.name === name);

const differences = (actual: RegisteredVm | undefined, wanted: object): readonly string[] =>
  Object.entries(wanted)
    .filter(([key, value]) => actual?.[key as keyof RegisteredVm] !== value)
    .map(([key]) => `${key} is not as wanted`);

function othersProblems(before: RegistryContents, after: RegistryContents, name: string): readonly string[] {
  const others = (contents: RegistryContents): readonly string[] =>
    contents.vms.filter((vm) => vm.name !== name).map((vm) => vm.recordDigest);
  return others(before).join() === others(after).join() ? [] : ['another VM would change too'];
}

const clonedVm = (
  source: RegisteredVm | undefined,
  { name, dirPath, storageType }: VmClone,
): Readonly<Record<string, unknown>> => ({
  name,
  dirPath,
  storageType,
  class: source?.class,
  label: source?.label,
  template: source?.template,
  netvm: source?.netvm,
  includeInBackups: source?.includeInBackups,
  autostart: false,
  isInternal: false,
  isInstalledByRpm: false,
});

/** A rename is the one change that other records may have a part in. */
type ChangeOfOne = Exclude<RegistryChange, { readonly kind: 'rename' }>;

function targetProblems(after: RegistryContents, change: ChangeOfOne): readonly string[] {
  switch (change.kind) {
    case 'set':
      return differences(named(after, change.vm), change.settings);
    case 'add': {
      const { netvm, memoryMib: _memory, vcpus: _vcpus, ...wanted } = change.vm;
      const expectedNetvm = netvm.kind === 'vm' ? { netvm: netvm.vm } : netvm.kind === 'none' ? { netvm: null } : {};
      return differences(named(after, change.vm.name), { ...wanted, ...expectedNetvm });
    }
    case 'add-disposable': {
      const { name, label, template, netvm } = change.vm;
      return differences(named(after, name), { name, label, template, netvm, class: 'DispVM' });
    }
    case 'clone':
      return differences(named(after, change.clone.name), clonedVm(named(after, change.clone.source), change.clone));
    case 'remove':
      return named(after, change.vm) === undefined ? [] : ['it would still be there'];
    default:
      return assertNever(change);
  }
}

function nameOf(change: ChangeOfOne): VmName {
  switch (change.kind) {
    case 'add':
    case 'add-disposable':
      return change.vm.name;
    case 'clone':
      return change.clone.name;
    case 'set':
    case 'remove':
      return change.vm;
    default:
      return assertNever(change);
  }
}

/**
 * A second opinion before anything is written: reads from the new contents whether the change says what was wanted of
 * its VM, and leaves every other VM's record as it was, byte for byte, but for what a rename has to change there. Empty when all is well.
 */
export function changeProblems(before: Core2Registry, after: Core2Registry, change: RegistryChange): readonly string[] {
  if (change.kind === 'rename') return renameProblems(before, after, change.rename);
  const name = nameOf(change);
  return [...othersProblems(before.contents, after.contents, name), ...targetProblems(after.contents, change)];
}
