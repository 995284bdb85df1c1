import type { FindingOf } from '#shared/domain/finding.ts';
import type { NewFinding } from '../storage-checks.ts';
import type { DeviceLinks } from './device-links.ts';
import { devicePath } from './lvm-commands.ts';
import { isThinVolume, type LogicalVolume } from './lvm-report.ts';
import { ownerOf } from './ownership-tags.ts';

type LinkProblem = FindingOf<'device-link-wrong'>['problem'];

/** Links that do not lead to the volume that they are named after: who opens one gets nothing, or somebody else's bytes. */
export function deviceLinkFindings(report: readonly LogicalVolume[], links: DeviceLinks): readonly NewFinding[] {
  const volumes = new Map(report.map((volume) => [`${volume.vg}/${volume.name}`, volume]));
  const active = report.filter((volume) => isThinVolume(volume) && volume.deviceNumber !== null);
  const missing = active.filter((volume) => !links.has(`${volume.vg}/${volume.name}`));
  const wrong = [...links].flatMap(([name, device]) => {
    const problem = linkProblem(device, volumes.get(name));
    return problem === undefined ? [] : [linkFinding(name, problem, volumes.get(name))];
  });
  return [...missing.map((volume) => linkFinding(`${volume.vg}/${volume.name}`, 'missing', volume)), ...wrong];
}

function linkProblem(device: string | null, volume: LogicalVolume | undefined): LinkProblem | undefined {
  if (device === null) return 'leads-nowhere';
  const isTold = volume !== undefined && isThinVolume(volume) && volume.deviceNumber !== null;
  return isTold && device !== volume.deviceNumber ? 'leads-elsewhere' : undefined;
}

function linkFinding(name: string, problem: LinkProblem, volume: LogicalVolume | undefined): NewFinding {
  const [vg = '', lv = ''] = name.split('/');
  const path = devicePath({ vg, name: lv });
  const vm = volume === undefined ? null : (ownerOf(volume)?.vm ?? null);
  return { code: 'device-link-wrong', vm, identity: path, path, problem, volumeGroup: vg };
}
