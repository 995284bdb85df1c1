import type { StandInState, StandInVm } from '../../qubes/admin-api/testing/stand-in-state.ts';

const sorted = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

/** What a person has of a VM, without what every new one gets anew. */
export const describedVm = (vm: StandInVm) => ({
  class: vm.class,
  state: vm.state,
  properties: sorted(
    [...vm.properties]
      .filter(([name, { isDefault, type }]) => !['uuid', 'qid'].includes(name) && (!isDefault || type === 'vm'))
      .map(([name, { value, isDefault }]) => [name, `${isDefault ? 'default ' : ''}${value}`]),
  ),
  features: sorted(vm.features),
  tags: [...vm.tags].sort(),
  firewall: vm.firewall,
  notes: vm.notes,
  devices: sorted([...vm.devices].map(([list, lines]) => [list, lines.map(lineParts).sort()])),
  volumes: sorted(
    [...vm.volumes].map(([name, { pool, vid, sizeBytes, rw, revisionsToKeep, isEphemeral, content, source }]) => [
      name,
      { pool, vid, sizeBytes, rw, revisionsToKeep, isEphemeral, content, source },
    ]),
  ),
});

/** The order of a device's fields is nobody's business. */
const lineParts = (line: string): string => line.split(' ').sort().join(' ');

/** Everything, as a person would see whether it is as before. */
export const describedState = ({ vms, properties, pools }: StandInState) => ({
  vms: sorted([...vms].map(([name, vm]) => [name, describedVm(vm)])),
  globals: sorted([...properties].map(([name, { value }]) => [name, value])),
  others: sorted([...pools].map(([name, { others }]) => [name, others])),
});
