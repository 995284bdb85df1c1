import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { FindingOf } from '#shared/domain/finding.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { VolumeNaming } from '../volume-naming.ts';
import { activateVolume, changeTags, clearActivationSkip, devicePath, renameVolume } from './lvm-commands.ts';
import { isActive, isOpen, isSkippedAtBoot, readReport } from './lvm-report.ts';
import { findMain } from './lvm-survey.ts';
import { roleTag, tagPrefix, vmTag } from './ownership-tags.ts';

/**
 * Makes a volume that was found the one that a VM misses. The tags come first, in one commit: from then on it is the VM's,
 * and when the power goes before it has its name, the same is done again.
 */
export async function adoptVolume(
  runner: CommandRunner,
  { identity, role }: FindingOf<'orphan-volume'>,
  vm: VmName,
  { scheme }: VolumeNaming,
): Promise<Result<void, Failure>> {
  const report = await readReport(runner);
  if (!report.ok) return report;
  const volume = report.value.find(({ uuid }) => uuid === identity);
  if (volume === undefined) return err({ code: 'volume-not-found', vm, role });
  const main = findMain(report.value, { vm, role });
  const name = volumeName(scheme, vm, role);
  const isTaken = report.value.some((other) => other.vg === volume.vg && other.name === name && other !== volume);
  if (isTaken || (main !== undefined && main !== volume)) return err({ code: 'name-taken', name });
  if (isOpen(volume)) return err({ code: 'volume-in-use', volume: devicePath(volume) });

  const add = [vmTag(vm), roleTag(role)];
  const remove = volume.tags.filter((tag) => tag.startsWith(tagPrefix) && !add.includes(tag));
  const commands = [
    changeTags(volume, { add, remove }),
    ...(isSkippedAtBoot(volume) ? [clearActivationSkip(volume)] : []),
    ...(isActive(volume) ? [] : [activateVolume(volume)]),
    ...(volume.name === name ? [] : [renameVolume(volume, name)]),
  ];
  for (const command of commands) {
    const output = await runner.run(command);
    if (!output.ok) return output;
  }
  return done;
}
