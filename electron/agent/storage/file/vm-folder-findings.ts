import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { bytes } from '#shared/base/bytes.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { CheckedVolume, Expected, ExpectedVm, NewFinding } from '../storage-checks.ts';
import { statOrNull } from './file-stat.ts';
import { changedAt, entryIdentity, entryStats, folderEntries } from './folder-entries.ts';
import { jobLeftovers } from './job-leftovers.ts';
import { isInUse, type OpenPaths } from './open-paths.ts';
import { usedBytesUnder } from './used-bytes-under.ts';

const sectorBytes = 512n;

/** Of one VM: what is wrong with its folder, and the images that are in it, used or kept. */
export interface FolderCheck {
  readonly findings: readonly NewFinding[];
  readonly volumes: readonly CheckedVolume[];
}

export async function checkVmFolder(vm: ExpectedVm, expected: Expected, open: OpenPaths): Promise<FolderCheck> {
  const entries = await folderEntries(vm.dirPath);
  if (entries === null) {
    const missing = { code: 'folder-missing', vm: vm.name, identity: vm.dirPath, path: vm.dirPath } as const;
    return { findings: [missing], volumes: [] };
  }
  const images = await Promise.all(movableRoles(vm).map((role) => checkImage(vm, role)));
  const hasConf = (await statOrNull(vm.confPath)) !== null;
  return {
    findings: [
      ...(hasConf ? [] : [{ code: 'conf-missing', vm: vm.name, identity: vm.confPath, path: vm.confPath } as const]),
      ...images.flatMap(({ findings }) => findings),
      ...(await orphanImages(vm, entries, open)),
      ...(await jobLeftovers(entries, vm.dirPath, vm.name, expected, open)),
    ],
    volumes: images.flatMap(({ volumes }) => volumes),
  };
}

async function checkImage({ name: vm, dirPath, storageType }: ExpectedVm, role: VolumeRole): Promise<FolderCheck> {
  const path = join(dirPath, `${role}.img`);
  const stats = await statOrNull(path);
  if (stats === null) {
    if (storageType === 'lvm') return { findings: [], volumes: [] };
    const facts = { vm, identity: path, storage: 'file', role, lookedFor: path, revisionCount: 0 } as const;
    return { findings: [{ code: 'volume-missing', ...facts }], volumes: [] };
  }
  const facts = { vm, identity: entryIdentity(stats), role, path, sizeBytes: bytes(Number(stats.size)) };
  const isWhole = stats.size % sectorBytes === 0n;
  return {
    findings: isWhole ? [] : [{ code: 'image-odd-size', ...facts }],
    volumes: [{ ...facts, storage: 'file' }],
  };
}

/** Images of a root in the folder of a VM that has its root from its template, so that nothing ever uses them. */
async function orphanImages(
  vm: ExpectedVm,
  entries: readonly Dirent[],
  open: OpenPaths,
): Promise<readonly NewFinding[]> {
  if (movableRoles(vm).includes('root')) return [];
  const names = ['root.img', 'root-cow.img', 'root-cow.img.old'];
  const found = entries.filter((entry) => entry.isFile() && names.includes(entry.name));
  const findings = found.map(async ({ name }): Promise<readonly NewFinding[]> => {
    const path = join(vm.dirPath, name);
    const stats = await entryStats(path);
    if (stats === null) return [];
    const facts = {
      identity: entryIdentity(stats),
      path,
      changedAt: changedAt(stats),
      isOpen: await isInUse(path, open),
    };
    return [{ code: 'orphan-image', vm: vm.name, ...facts, usedBytes: await usedBytesUnder(path) }];
  });
  return (await Promise.all(findings)).flat();
}
