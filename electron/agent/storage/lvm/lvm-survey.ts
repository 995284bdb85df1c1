import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { FoundVolume, Survey, VolumeSlot } from '../storage-backend.ts';
import { foundRevisions, nextRevision } from './found-revisions.ts';
import { devicePath } from './lvm-commands.ts';
import { isActive, isOpen, isThinPool, isThinVolume, type LogicalVolume } from './lvm-report.ts';
import { isOfAnyJob, ownerOf, tagPrefix, type Owner } from './ownership-tags.ts';
import { revisionsByMain, type Revision } from './revisions.ts';
import { committedText, fromOf, generationOf, isDirty, revisionOf, revisionsToKeep } from './session-tags.ts';
import { partOf, poolIdOf, thinPools } from './thin-pools.ts';
import { isMainName, slotKey } from './volume-names.ts';

/** Sorts one report into pools and the volumes of the slots. */
export function surveyOf(
  report: readonly LogicalVolume[],
  slots: readonly VolumeSlot[],
  autoextendThresholdFraction: number,
): Survey {
  const bySlot = volumesBySlot(report);
  const revisions = revisionsByMain(report);
  return {
    pools: thinPools(report, autoextendThresholdFraction),
    volumes: slots.flatMap((slot) => {
      const volume = bySlot.get(slotKey(slot));
      return volume === undefined ? [] : [foundVolume(slot, volume, revisions.get(slotKey(slot)) ?? [])];
    }),
    takenNames: takenNames(report),
    problems: problemsOf(report),
  };
}

/** What keeps VMs from LVM as a whole, or from a volume group. */
function problemsOf(report: readonly LogicalVolume[]): readonly Failure[] {
  const partial = new Set(report.filter(({ isVgPartial }) => isVgPartial).map(({ vg }) => vg));
  return [
    ...(report.some(isThinPool) ? [] : [{ code: 'no-thin-pool' } as const]),
    ...[...partial].map((volumeGroup) => ({ code: 'volume-group-partial', volumeGroup }) as const),
  ];
}

/**
 * The volumes that may be a VM's, by `NAME-ROLE`. A tag decides where there is one; volumes of the original patch set have
 * none and go by name. What a job is still working on is nobody's yet, whatever it is called, and a revision is no volume
 * that a guest is ever given.
 */
export function volumesBySlot(report: readonly LogicalVolume[]): ReadonlyMap<string, LogicalVolume> {
  const bySlot = new Map<string, LogicalVolume>();
  const thin = report.filter(
    (volume) => isThinVolume(volume) && volume.poolUuid !== null && revisionOf(volume) === undefined,
  );
  for (const volume of thin) {
    if (ownerOf(volume) === undefined && !isOfAnyJob(volume)) bySlot.set(volume.name, volume);
  }
  for (const volume of thin) {
    const owner = ownerOf(volume);
    if (owner === undefined) continue;
    // A job that has switched its VM but not let go of the volume yet leaves it under its final name.
    if (!isOfAnyJob(volume) || isMainName(owner, volume.name)) bySlot.set(slotKey(owner), volume);
  }
  return bySlot;
}

/** The thin volume that a survey takes for the one of this VM and role. */
export const findMain = (report: readonly LogicalVolume[], owner: Owner): LogicalVolume | undefined =>
  volumesBySlot(report).get(slotKey(owner));

function foundVolume(slot: VolumeSlot, volume: LogicalVolume, revisions: readonly Revision[]): FoundVolume {
  // What was made for one session has neither past nor future.
  const isKept = fromOf(volume) === undefined;
  return {
    vm: slot.vm,
    role: slot.role,
    pool: volume.poolUuid as PoolId,
    path: devicePath(volume),
    sizeBytes: volume.sizeBytes,
    usedBytes: partOf(volume.sizeBytes, volume.dataFraction),
    isActive: isActive(volume),
    partialVolumeGroup: volume.isVgPartial ? volume.vg : null,
    isOpen: isOpen(volume),
    isOwn: ownerOf(volume) !== undefined && !isOfAnyJob(volume),
    identity: identityOf(volume),
    committed: isTagged(volume) ? committedText({ uuid: volume.uuid, generation: generationOf(volume) }) : null,
    madeFrom: fromOf(volume) ?? null,
    isDirty: isDirty(volume),
    revisions: isKept ? foundRevisions(volume, revisions) : [],
    revisionsToKeep: isKept ? revisionsToKeep(volume) : null,
    nextRevision: isKept ? String(nextRevision(volume, revisions)) : null,
  };
}

/** Of a volume of the original patch set nobody knows how often it was written to. */
const isTagged = ({ tags }: LogicalVolume): boolean => tags.some((tag) => tag.startsWith(tagPrefix));

/** A session in between may have written to it. */
export const identityOf = (volume: LogicalVolume): string =>
  `${volume.uuid}:${generationOf(volume)}${isDirty(volume) ? ':dirty' : ''}`;

/** A logical volume's name is taken for its whole volume group, whichever pool it is in. */
function takenNames(report: readonly LogicalVolume[]): ReadonlyMap<PoolId, ReadonlySet<string>> {
  const byPool = new Map<PoolId, ReadonlySet<string>>();
  for (const pool of report.filter(isThinPool)) {
    const names = report.filter((volume) => volume.vg === pool.vg).map((volume) => volume.name);
    byPool.set(poolIdOf(pool), new Set(names));
  }
  return byPool;
}
