import { assertNever } from '#shared/base/assert-never.ts';
import type { RegisteredVm, RegistryChange, RegistryContents } from '../vm-registry.ts';

const named = (contents: RegistryContents, name: string): RegisteredVm | undefined =>
  contents.vms.find((vm) => vm.name === name);

const differences = (actual: RegisteredVm | undefined, wanted: Partial<RegisteredVm>): readonly string[] =>
  Object.entries(wanted)
    .filter(([key, value]) => actual?.[key as keyof RegisteredVm] !== value)
    .map(([key]) => `${key} is not as wanted`);

function othersProblems(before: RegistryContents, after: RegistryContents, name: string): readonly string[] {
  const others = (contents: RegistryContents): readonly string[] =>
    contents.vms.filter((vm) => vm.name !== name).map((vm) => vm.recordDigest);
  return others(before).join() === others(after).join() ? [] : ['another VM would change too'];
}

function targetProblems(after: RegistryContents, change: RegistryChange): readonly string[] {
  switch (change.kind) {
    case 'set':
      return differences(named(after, change.vm), change.settings);
    case 'add': {
      const { netvm, ...wanted } = change.vm;
      const expectedNetvm = netvm.kind === 'vm' ? { netvm: netvm.vm } : netvm.kind === 'none' ? { netvm: null } : {};
      return differences(named(after, change.vm.name), { ...wanted, ...expectedNetvm });
    }
    case 'remove':
      return named(after, change.vm) === undefined ? [] : ['it would still be there'];
    default:
      return assertNever(change);
  }
}

/**
 * A second opinion before anything is written: reads from the new contents whether the change says what was wanted of
 * its VM, and leaves every other VM's record as it was, byte for byte. Empty when all is well.
 */
export function changeProblems(
  before: RegistryContents,
  after: RegistryContents,
  change: RegistryChange,
): readonly string[] {
  const name = change.kind === 'add' ? change.vm.name : change.vm;
  return [...othersProblems(before, after, name), ...targetProblems(after, change)];
}
