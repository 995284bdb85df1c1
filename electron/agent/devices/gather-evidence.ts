import { readFile } from 'node:fs/promises';
import type { Failure } from '#shared/domain/failure.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { slotOf } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { DeviceClaimer } from '../storage/device-claims.ts';
import type { StorageBackend } from '../storage/storage-backend.ts';
import type { BlockDevice } from './block-device.ts';
import { deviceNumberAt } from './device-number.ts';
import { volumeGroupMembers, type Evidence } from './direct-owners.ts';
import type { GivenDisks } from './given-disks.ts';
import { loopOwners } from './loop-owners.ts';
import { parseMountInfo, parseSwaps } from './mounts-and-swaps.ts';

export interface EvidencePorts {
  /** Image files: loop devices lead to them. */
  readonly images: StorageBackend;
  readonly claims: DeviceClaimer;
  readonly qubesDir: string;
}

export interface GatheredEvidence {
  readonly evidence: Evidence;
  readonly problems: readonly Failure[];
}

const roles: readonly VolumeRole[] = ['root', 'private', 'volatile'];

/** Everything that tells whose devices are. Without LVM's answer the rest is still true. */
export async function gatherEvidence(
  { images, claims, qubesDir }: EvidencePorts,
  vms: readonly RegisteredVm[],
  devices: readonly BlockDevice[],
  given: GivenDisks,
): Promise<GatheredEvidence> {
  const [survey, volumes, mountInfo, swaps] = await Promise.all([
    images.survey(vms.flatMap((vm) => roles.map((role) => slotOf(vm, role)))),
    claims.volumes(new Set(vms.map(({ name }) => name))),
    readFile('/proc/self/mountinfo', 'utf8'),
    // A kernel without swap has no such file.
    readFile('/proc/swaps', 'utf8').catch(() => ''),
  ]);
  const vmDirs = new Map(vms.map(({ name, dirPath }) => [name, dirPath]));
  const swapNumbers = await Promise.all(parseSwaps(swaps).map(deviceNumberAt));
  return {
    evidence: {
      volumes: volumes.ok ? volumes.value : null,
      members: volumeGroupMembers(devices, volumes.ok ? volumes.value : null),
      loops: await loopOwners(devices, { qubesDir, vmDirs, images: survey.volumes }),
      mounts: parseMountInfo(mountInfo),
      swaps: new Set(swapNumbers.filter((number) => number !== null)),
      ownDisks: given.own,
      attached: given.attached,
    },
    problems: volumes.ok ? survey.problems : [volumes.error, ...survey.problems],
  };
}
