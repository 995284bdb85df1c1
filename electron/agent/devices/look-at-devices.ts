import { ok, type Result } from '#shared/base/result.ts';
import type { DeviceList } from '#shared/contract/agent-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { AttachedDisk, Hypervisor } from '../hypervisor/hypervisor.ts';
import type { VmRegistry } from '../qubes/vm-registry.ts';
import { describeDevice } from './describe-device.ts';
import { gatherEvidence, type EvidencePorts } from './gather-evidence.ts';
import { givenDisks, goneDevice } from './given-disks.ts';
import { readBlockDevices } from './read-block-devices.ts';
import { sortDevices, type SortPorts } from './sort-devices.ts';

export interface DevicePorts extends EvidencePorts, SortPorts {
  readonly registry: VmRegistry;
  readonly hypervisor: Hypervisor;
}

export interface SeenDevices {
  readonly list: DeviceList;
  readonly vms: ReadonlyMap<VmName, Pick<Vm, 'name' | 'class' | 'power'>>;
  /** Everything that guests have, of other backends too. */
  readonly disks: readonly AttachedDisk[];
}

/** `sdb`, `sdb1`, `sdb10`. */
const collator = new Intl.Collator('en', { numeric: true });

/**
 * One look at all block devices of dom0 and at everything that tells whose they are: one `lvs` and one `blkid`,
 * however many there are. Without registry or hypervisor nobody can tell, and it fails; without LVM, what is LVM's is hidden.
 */
export async function lookAtDevices(ports: DevicePorts): Promise<Result<SeenDevices, Failure>> {
  const { registry, hypervisor } = ports;
  const [contents, powers, disks, devices] = await Promise.all([
    registry.read(),
    hypervisor.powerStates(),
    hypervisor.attachedDisks(),
    readBlockDevices(),
  ]);
  if (!contents.ok) return contents;
  if (!powers.ok) return powers;
  if (!disks.ok) return disks;
  const { vms } = contents.value;
  const given = await givenDisks(disks.value, new Set(devices.map(({ number }) => number)));
  const { evidence, problems } = await gatherEvidence(ports, vms, devices, given);
  const sorted = await sortDevices(ports, devices, evidence);
  const described = devices.map((device) =>
    describeDevice(device, {
      fileSystem: sorted.fileSystems.get(device.name),
      attachedTo: given.attached.get(device.number) ?? null,
      hidden: sorted.hidden.get(device.name) ?? null,
    }),
  );
  return ok({
    list: {
      devices: [...described, ...given.gone.map(goneDevice)].sort((a, b) => collator.compare(a.ident, b.ident)),
      problems: [...problems, ...sorted.problems],
    },
    vms: new Map(
      vms.map(({ name, class: vmClass }) => [
        name,
        { name, class: vmClass, power: powers.value.get(name) ?? 'halted' },
      ]),
    ),
    disks: disks.value,
  });
}
