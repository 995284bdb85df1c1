import type { VmName } from '#shared/domain/ids.ts';
import type { DefaultRole } from '#shared/domain/plan.ts';
import type { RemoveSubject } from '#shared/rules/remove-blockers.ts';
import type { RegisteredVm, RegistryContents } from '../qubes/vm-registry.ts';

/** The VMs that could not do without this one. */
export function dependantsOf(
  vm: VmName,
  vms: readonly RegisteredVm[],
): Pick<RemoveSubject, 'children' | 'clients' | 'driveUsers'> {
  const those = (needs: (other: RegisteredVm) => VmName | null): readonly VmName[] =>
    vms.filter((other) => other.name !== vm && needs(other) === vm).map(({ name }) => name);
  return {
    children: those(({ template }) => template),
    clients: those(({ netvm }) => netvm),
    driveUsers: those(({ driveVm }) => driveVm),
  };
}

/** What the VM is for all others. */
export const defaultRolesOf = (vm: VmName, contents: RegistryContents): readonly DefaultRole[] => {
  const holders: Readonly<Record<DefaultRole, VmName | null>> = {
    default_template: contents.defaultTemplate,
    default_netvm: contents.defaultNetvm,
    default_fw_netvm: contents.defaultFirewallVm,
    updatevm: contents.updateVm,
    clockvm: contents.clockVm,
  };
  return (Object.keys(holders) as DefaultRole[]).filter((role) => holders[role] === vm);
};
