import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { PreparedRoot } from '../storage-backend.ts';
import { createSnapshot, devicePath } from './lvm-commands.ts';
import { isOpen, readReport, type LogicalVolume } from './lvm-report.ts';
import { ownerOf, roleTag, vmTag } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';

/**
 * The roots of template-based VMs: thin snapshots of the template's, made at start and dropped at stop. A root of that
 * name is dropped only when it is tagged as this VM's, or is a snapshot, as the original patch set made them without tags;
 * anything else may be somebody's only copy.
 */
export async function prepareRoot(
  runner: CommandRunner,
  vm: VmName,
  name: string,
  templateName: string,
): Promise<Result<PreparedRoot, Failure>> {
  const report = await readReport(runner);
  if (!report.ok) return report;
  const origin = report.value.find((volume) => volume.name === templateName && volume.poolUuid !== null);
  if (origin === undefined) return err({ code: 'file-failed', path: templateName, detail: 'no such logical volume' });
  const dropped = await dropRoot(runner, report.value, vm, name);
  if (!dropped.ok) return dropped;
  const created = await runner.run(createSnapshot(origin, name, [vmTag(vm), roleTag('root')]));
  return created.ok ? ok({ path: devicePath({ vg: origin.vg, name }), isReadOnly: false }) : created;
}

export async function releaseRoot(runner: CommandRunner, vm: VmName, name: string): Promise<Result<void, Failure>> {
  const report = await readReport(runner);
  return report.ok ? dropRoot(runner, report.value, vm, name) : report;
}

async function dropRoot(
  runner: CommandRunner,
  report: readonly LogicalVolume[],
  vm: VmName,
  name: string,
): Promise<Result<void, Failure>> {
  const root = report.find((volume) => volume.name === name);
  if (root === undefined) return done;
  const owner = ownerOf(root);
  const isOurs = owner === undefined ? root.originUuid !== null : owner.vm === vm && owner.role === 'root';
  if (!isOurs) return err({ code: 'volume-in-use', volume: devicePath(root) });
  return isOpen(root) ? err({ code: 'volume-in-use', volume: devicePath(root) }) : removeThinVolume(runner, root);
}
