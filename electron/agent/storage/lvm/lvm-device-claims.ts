import { ok, type Result } from '#shared/base/result.ts';
import type { DeviceOwner } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { DeviceClaimer, VolumeClaim } from '../device-claims.ts';
import { devicePath, reportMembers } from './lvm-commands.ts';
import { isThinPool, readReport, type LogicalVolume } from './lvm-report.ts';
import { ownerOf } from './ownership-tags.ts';
import { ownerByName } from './volume-names.ts';

/** lvs(8), "lv_attr bits": the volume types that a person makes and uses; the others are lvm2's own parts of them. */
const visibleTypes = 'VC-oOsSrRmMcg';

export class LvmDeviceClaims implements DeviceClaimer {
  readonly #runner: CommandRunner;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  async volumes(vms: ReadonlySet<VmName>): Promise<Result<ReadonlyMap<string, VolumeClaim>, Failure>> {
    const report = await readReport(this.#runner);
    return report.ok ? ok(volumeClaims(report.value, vms)) : report;
  }

  async members(): Promise<Result<ReadonlyMap<string, string>, Failure>> {
    const output = await this.#runner.run(reportMembers());
    return output.ok ? ok(parseMembers(output.value)) : output;
  }
}

export const volumeClaims = (
  report: readonly LogicalVolume[],
  vms: ReadonlySet<VmName>,
): ReadonlyMap<string, VolumeClaim> =>
  new Map(
    report.map((volume) => [
      volume.uuid.replaceAll('-', ''),
      { vg: volume.vg, owner: volumeOwner(volume, report, vms) },
    ]),
  );

function volumeOwner(
  volume: LogicalVolume,
  report: readonly LogicalVolume[],
  vms: ReadonlySet<VmName>,
): DeviceOwner | null {
  if (isThinPool(volume)) return { code: 'pool', pool: `${volume.vg}/${volume.name}` };
  if (!visibleTypes.includes(volume.attributes[0] ?? '')) return partOwner(volume, report);
  // The original patch set's volumes have no tags; a name alone proves nothing where there is no such VM.
  const named = ownerByName(volume.name);
  const owner = ownerOf(volume) ?? (named !== undefined && vms.has(named.vm) ? named : undefined);
  return owner === undefined ? null : { code: 'vm-volume', ...owner, path: devicePath(volume) };
}

/** Data and metadata of a pool are called after it, and lvm2 lets nobody else use these endings. */
function partOwner({ vg, name }: LogicalVolume, report: readonly LogicalVolume[]): DeviceOwner {
  const pool = report.find(
    (one) => isThinPool(one) && one.vg === vg && name.replace(/_t(data|meta)$/, '') === one.name,
  );
  return pool === undefined ? { code: 'volume-group', vg } : { code: 'pool', pool: `${vg}/${pool.name}` };
}

/** A physical volume of no volume group is nobody's. */
export function parseMembers(text: string): ReadonlyMap<string, string> {
  const rows = text.split('\n').map((line) => line.trim().split('|'));
  return new Map(rows.flatMap(([path = '', vg = '']) => (vg === '' ? [] : [[path, vg] as const])));
}
