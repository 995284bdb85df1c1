import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminCalls } from './admin-calls.ts';
import { adminRequest, callText } from './admin-request.ts';
import { askLines } from './ask-lines.ts';
import type { ListedVm } from './listed-vm.ts';
import { readProperties, type Properties } from './read-properties.ts';
import { readVolumeInfo, type VolumeInfo } from './volume-info.ts';

/** What qubesd tells of one VM. Each part may be kept back, or fail by itself. */
export interface VmReading {
  readonly properties: Result<Properties, Failure>;
  readonly volumes: Result<readonly VolumeReading[], Failure>;
}

export interface VolumeReading {
  readonly name: string;
  readonly info: Result<VolumeInfo, Failure>;
  /** null of a volume that has none of its own, or where they may not be read. */
  readonly revisions: readonly string[] | null;
  /** What `info` was asked with. */
  readonly call: string;
}

/** Those that the inventory shows. */
const shownProperties = ['label', 'template', 'autostart'] as const;

export async function readVm(client: AdminCalls, vm: ListedVm): Promise<VmReading> {
  const [properties, volumes] = await Promise.all([
    readProperties(client, vm.name, shownProperties),
    vm.class === 'AdminVM' || vm.class === 'RemoteVM' ? ok([]) : readVolumes(client, vm.name),
  ]);
  return { properties, volumes };
}

async function readVolumes(client: AdminCalls, vm: string): Promise<Result<readonly VolumeReading[], Failure>> {
  const names = await askLines(client, adminRequest('admin.vm.volume.List', vm));
  return names.ok ? ok(await Promise.all(names.value.map((name) => readVolume(client, vm, name)))) : names;
}

async function readVolume(client: AdminCalls, vm: string, name: string): Promise<VolumeReading> {
  const request = adminRequest('admin.vm.volume.Info', vm, name);
  const lines = await askLines(client, request);
  const call = callText(request);
  if (!lines.ok) return { name, info: lines, revisions: null, call };
  const info = readVolumeInfo(lines.value);
  if (info === undefined) return { name, info: err({ code: 'admin-cut-off', call }), revisions: null, call };
  if (!info.saveOnStop) return { name, info: ok(info), revisions: null, call };
  const revisions = await askLines(client, adminRequest('admin.vm.volume.ListSnapshots', vm, name));
  return { name, info: ok(info), revisions: revisions.ok ? revisions.value : null, call };
}

/** Whether the VM was removed while it was being read. */
export const isGone = ({ properties }: VmReading): boolean =>
  !properties.ok && properties.error.code === 'admin-exception' && properties.error.type === 'QubesVMNotFoundError';

/** Why parts are missing, silent refusals among them. */
export function failuresIn({ properties, volumes }: VmReading): readonly Failure[] {
  const parts = [properties, volumes, ...(volumes.ok ? volumes.value.map(({ info }) => info) : [])];
  return parts.flatMap((part) => (part.ok ? [] : [part.error]));
}
