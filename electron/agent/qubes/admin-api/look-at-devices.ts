import { ok, type Result } from '#shared/base/result.ts';
import type { DeviceList } from '#shared/contract/agent-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId } from '#shared/domain/ids.ts';
import { adminRequest } from './admin-request.ts';
import type { AdminQubes } from './admin-qubes.ts';
import { askLines } from './ask-lines.ts';
import { describeAbsent, describeDevice, deviceIdOf, isOf, isYes, type GivenLine } from './describe-devices.ts';
import { readDeviceLine, type DeviceApi, type DeviceLine } from './device-line.ts';
import type { KnownPlaces } from './device-owner.ts';
import type { ListedVm } from './listed-vm.ts';
import type { PoolInfo } from './pool-info.ts';
import { readPools } from './read-pools.ts';

export interface SeenDevices {
  readonly list: DeviceList;
  readonly api: DeviceApi;
  readonly available: ReadonlyMap<DeviceId, DeviceLine>;
  readonly attached: readonly GivenLine[];
  /** What VMs get by themselves, whether or not they have it now. */
  readonly assigned: readonly GivenLine[];
}

/** The block devices of every VM that has some to give, and who has them, by the calls of either generation. */
export async function lookAtDevices(qubes: AdminQubes): Promise<Result<SeenDevices, Failure>> {
  const [listed, infos] = await Promise.all([qubes.list(), poolInfos(qubes)]);
  if (!listed.ok) return listed;
  const api: DeviceApi = listed.value.some(({ uuid }) => uuid !== null) ? 'r4.3' : 'r4.2';
  const problems = new Map<string, Failure>();
  const read = async (vm: ListedVm, verb: string): Promise<readonly DeviceLine[]> => {
    const lines = await askLines(qubes.calls, adminRequest(`admin.vm.device.block.${verb}`, vm.name));
    if (lines.ok) return lines.value.map((line) => readDeviceLine(line, api));
    // Said once, not for each VM.
    problems.set(`${verb} ${lines.error.code}`, lines.error);
    return [];
  };
  const local = listed.value.filter(({ class: vmClass }) => vmClass !== 'RemoteVM');
  const available = await Promise.all(local.map(async (vm) => ({ vm, lines: await read(vm, 'Available') })));
  // dom0 has its own devices already.
  const guests = local.filter(({ class: vmClass }) => vmClass !== 'AdminVM');
  const { attached, assigned } = await (api === 'r4.2' ? givenOn42 : givenOn43)(guests, read);
  const known: KnownPlaces = {
    vms: listed.value.map(({ name }) => name),
    volumeGroups: infos.flatMap(({ volumeGroup }) => volumeGroup ?? []),
    directories: infos.flatMap(({ dirPath }) => dirPath ?? []),
  };
  const all = available.flatMap(({ vm, lines }) => lines.map((line) => ({ backend: vm.name, line })));
  const there = all.map(({ backend, line }) => describeDevice(backend, line, { attached, assigned }, known));
  const absent = assigned.filter((given) => !all.some(({ backend, line }) => isOf(given.line, backend, line)));
  return ok({
    list: { devices: [...there, ...absent.map(describeAbsent)], problems: [...problems.values()] },
    api,
    available: new Map(all.map(({ backend, line }) => [deviceIdOf(backend, line.port), line])),
    attached,
    assigned,
  });
}

type Read = (vm: ListedVm, verb: string) => Promise<readonly DeviceLine[]>;
type Given = Pick<SeenDevices, 'attached' | 'assigned'>;

async function linesOf(guests: readonly ListedVm[], read: Read, verb: string) {
  const all = await Promise.all(guests.map(async (vm) => ({ vm, lines: await read(vm, verb) })));
  return all.flatMap(({ vm, lines }) => lines.map((line) => ({ vm: vm.name, power: vm.power, line })));
}

async function givenOn43(guests: readonly ListedVm[], read: Read): Promise<Given> {
  const [attached, assigned] = await Promise.all([
    linesOf(guests, read, 'Attached'),
    linesOf(guests, read, 'Assigned'),
  ]);
  return { attached, assigned };
}

/** One list tells both: a halted VM has nothing yet of what it gets at its start. */
async function givenOn42(guests: readonly ListedVm[], read: Read): Promise<Given> {
  const all = await linesOf(guests, read, 'List');
  const isAssigned = ({ line }: GivenLine): boolean => isYes(line.fields.get('persistent'));
  return {
    attached: all.filter((one) => one.power !== 'halted' || !isAssigned(one)),
    assigned: all.filter(isAssigned),
  };
}

/** Where pools may not be looked at, fewer devices are known to be somebody's. */
async function poolInfos(qubes: AdminQubes): Promise<readonly PoolInfo[]> {
  const pools = await readPools(qubes.calls);
  return pools.ok ? pools.value.flatMap(({ info }) => (info.ok ? [info.value] : [])) : [];
}
