import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import {
  activateVolume,
  changeTags,
  clearActivationSkip,
  devicePath,
  releaseMetadataSnapshot,
  removeTag,
} from './lvm-commands.ts';
import { repairDeviceLink } from './repair-device-link.ts';
import { isOpen, readReport, type LogicalVolume } from './lvm-report.ts';
import { jobTag, roleTag, vmTag } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';

/** Puts right what was found of a volume or a pool; one that is gone needs nothing any more. */
export async function repairVolume(runner: CommandRunner, finding: Finding): Promise<Result<void, Failure>> {
  if (finding.code === 'device-link-wrong') return repairDeviceLink(runner, finding);
  if (finding.code === 'session-left' || finding.code === 'job-leftover') return removeFoundVolume(runner, finding);
  const volume = await findVolume(runner, finding);
  if (!volume.ok) return volume;
  const command = repairCommand(finding, volume.value);
  if (command === undefined) return done;
  const repaired = await runner.run(command);
  return repaired.ok ? done : repaired;
}

/** What a repair comes down to; undefined where the volume that it is for is gone. */
export function repairCommand(finding: Finding, volume: LogicalVolume | undefined): Command | undefined {
  if (finding.code === 'metadata-snapshot-held') return releaseMetadataSnapshot(finding.device);
  if (volume === undefined) return undefined;
  if (finding.code === 'volume-inactive') return activateVolume(volume);
  if (finding.code === 'activation-skipped') return clearActivationSkip(volume);
  if (finding.code === 'job-tag-left') return removeTag(volume, jobTag(finding.job));
  if (finding.code === 'volume-untagged' && finding.vm !== null) {
    return changeTags(volume, { add: [vmTag(finding.vm), roleTag(finding.role)] });
  }
  throw new Error(`nothing repairs a ${finding.code}`);
}

/** Removes the very volume that was found, if nobody has it open. */
export async function removeFoundVolume(runner: CommandRunner, finding: Finding): Promise<Result<void, Failure>> {
  const found = await findVolume(runner, finding);
  if (!found.ok) return found;
  if (found.value === undefined) return done;
  if (isOpen(found.value)) return err({ code: 'volume-in-use', volume: devicePath(found.value) });
  return removeThinVolume(runner, found.value);
}

async function findVolume(
  runner: CommandRunner,
  { identity }: Finding,
): Promise<Result<LogicalVolume | undefined, Failure>> {
  const report = await readReport(runner);
  return report.ok ? ok(report.value.find(({ uuid }) => uuid === identity)) : report;
}
