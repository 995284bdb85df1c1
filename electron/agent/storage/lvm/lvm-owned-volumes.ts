import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { NamedRole, OwnedVolume, OwnedVolumes, VolumeOwner } from '../owned-volumes.ts';
import { changeTags, devicePath, renameVolume } from './lvm-commands.ts';
import { isOpen, isThinVolume, readReport, type LogicalVolume } from './lvm-report.ts';
import { isOfAnyJob, jobOf, ownerOf, ownerTags, roleTag, vmTag } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { revisionOf } from './session-tags.ts';
import { partOf } from './thin-pools.ts';
import { ownerByName, revisionName } from './volume-names.ts';

export class LvmOwnedVolumes implements OwnedVolumes {
  readonly #runner: CommandRunner;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  async of(vms: ReadonlyMap<VmName, readonly NamedRole[]>): Promise<Result<readonly OwnedVolume[], Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const thin = report.value.filter((volume) => isThinVolume(volume) && volume.poolUuid !== null);
    return ok(
      thin.flatMap((volume) => {
        const tagged = ownerOf(volume);
        const owner = tagged ?? ownerWithoutTags(volume);
        const namedRoles = owner === undefined ? undefined : vms.get(owner.vm);
        if (owner === undefined || namedRoles === undefined) return [];
        const isOwn = tagged !== undefined || namedRoles.some((named) => isNamed(volume, owner, named));
        return [owned(volume, owner, isOwn)];
      }),
    );
  }

  async unused(volumes: Parameters<OwnedVolumes['unused']>[0]): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    for (const { vm, role, identity } of volumes) {
      const volume = report.value.find(({ uuid }) => uuid === identity);
      if (volume === undefined) return err({ code: 'volume-not-found', vm, role });
      if (isOpen(volume)) return err({ code: 'volume-in-use', volume: devicePath(volume) });
    }
    return done;
  }

  async rename(identity: string, owner: VolumeOwner | null, path: string): Promise<Result<void, Failure>> {
    const found = await this.#find(identity);
    if (!found.ok) return found;
    const volume = found.value;
    if (volume === undefined) return done;
    const wanted = owner === null ? [] : [vmTag(owner.vm), roleTag(owner.role)];
    const had = ownerTags(volume);
    const add = wanted.filter((tag) => !had.includes(tag));
    const remove = had.filter((tag) => !wanted.includes(tag));
    if (add.length + remove.length > 0) {
      const tagged = await this.#runner.run(changeTags(volume, { add, remove }));
      if (!tagged.ok) return tagged;
    }
    if (devicePath(volume) === path) return done;
    const renamed = await this.#runner.run(renameVolume(volume, path.slice(path.lastIndexOf('/') + 1)));
    return renamed.ok ? done : renamed;
  }

  async remove(vm: VmName, identity: string): Promise<Result<void, Failure>> {
    const found = await this.#find(identity);
    if (!found.ok) return found;
    const volume = found.value;
    if (volume === undefined) return done;
    const owner = ownerOf(volume) ?? ownerWithoutTags(volume);
    const path = devicePath(volume);
    if (owner?.vm !== vm || !isThinVolume(volume)) return err({ code: 'kept-changed', path });
    // One that is open for a moment only is tried again.
    return removeThinVolume(this.#runner, volume);
  }

  async #find(identity: string): Promise<Result<LogicalVolume | undefined, Failure>> {
    const report = await readReport(this.#runner);
    return report.ok ? ok(report.value.find(({ uuid }) => uuid === identity)) : report;
  }
}

const ownerWithoutTags = (volume: LogicalVolume): VolumeOwner | undefined =>
  isOfAnyJob(volume) ? undefined : ownerByName(volume.name);

const isNamed = (volume: LogicalVolume, { role }: VolumeOwner, named: NamedRole): boolean =>
  named.role === role && (!named.isSnapshot || volume.originUuid !== null);

function owned(volume: LogicalVolume, owner: VolumeOwner, isOwn: boolean): OwnedVolume {
  return {
    ...owner,
    ...kindOf(volume, isOwn),
    path: devicePath(volume),
    pool: volume.poolUuid as PoolId,
    identity: volume.uuid,
    usedBytes: partOf(volume.sizeBytes, volume.dataFraction),
    isOpen: isOpen(volume),
    isTagged: ownerOf(volume) !== undefined,
  };
}

function kindOf(volume: LogicalVolume, isOwn: boolean): Pick<OwnedVolume, 'kind' | 'ending'> {
  const generation = revisionOf(volume);
  const job = jobOf(volume);
  if (!isOwn) return { kind: 'namesake', ending: '' };
  if (job !== undefined) return { kind: 'leftover', ending: `.job-${job}` };
  return generation === undefined
    ? { kind: 'main', ending: '' }
    : { kind: 'revision', ending: revisionName('', generation) };
}
