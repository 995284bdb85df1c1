import type { BigIntStats, Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes } from '#shared/base/bytes.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, Timestamp } from '#shared/domain/ids.ts';
import { hasOwnVolumes, movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { Expected, ExpectedVm, NewFinding, StorageCheck, StorageChecks } from '../storage-checks.ts';
import { fileFailure, statOrNull } from './file-stat.ts';
import { usedBytesUnder } from './used-bytes-under.ts';

/** Where core-2 keeps the folders of its VMs. */
const parentDirs = ['vm-templates', 'appvms', 'servicevms'];

const sectorBytes = 512n;

const leftoverName = /\.job-([0-9a-z-]+)$/;

/** Compares folders and images with what is registered; no program is started. */
export class FileChecks implements StorageChecks {
  readonly #baseDir: string;

  constructor(baseDir: string) {
    this.#baseDir = baseDir;
  }

  async check(expected: Expected): Promise<StorageCheck> {
    const problems: Failure[] = [];
    const looks = [
      ...expected.vms.filter(hasOwnVolumes).map((vm) => [vm.dirPath, () => checkFolder(vm, expected)] as const),
      ...parentDirs.map((name) => {
        const dir = join(this.#baseDir, name);
        return [dir, () => checkParent(dir, expected)] as const;
      }),
    ];
    const findings = await Promise.all(
      looks.map(async ([path, look]) => {
        try {
          return await look();
        } catch (error) {
          problems.push(fileFailure(path, error));
          return [];
        }
      }),
    );
    return { findings: findings.flat(), problems };
  }
}

const identityOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** The folder of one VM, and in it the images that the VM uses. */
async function checkFolder(vm: ExpectedVm, expected: Expected): Promise<readonly NewFinding[]> {
  const entries = await entriesOf(vm.dirPath);
  if (entries === null) return [{ code: 'folder-missing', vm: vm.name, identity: vm.dirPath, path: vm.dirPath }];
  const images =
    vm.storageType === 'file' ? await Promise.all(movableRoles(vm).map((role) => checkImage(vm, role))) : [];
  return [...images.flat(), ...(await leftoversAmong(entries, vm.dirPath, vm, expected))];
}

async function checkImage(
  vm: ExpectedVm,
  role: ReturnType<typeof movableRoles>[number],
): Promise<readonly NewFinding[]> {
  const path = join(vm.dirPath, `${role}.img`);
  const stats = await statOrNull(path);
  if (stats === null) {
    return [{ code: 'volume-missing', vm: vm.name, identity: path, storage: 'file', role, lookedFor: path }];
  }
  if (stats.size % sectorBytes === 0n) return [];
  const sizeBytes = bytes(Number(stats.size));
  return [{ code: 'image-odd-size', vm: vm.name, identity: identityOf(stats), role, path, sizeBytes }];
}

/** Folders that no VM is registered with. */
async function checkParent(dir: string, expected: Expected): Promise<readonly NewFinding[]> {
  const entries = (await entriesOf(dir)) ?? [];
  const registered = new Set(expected.vms.map(({ dirPath }) => dirPath));
  const orphans = entries.filter((entry) => {
    return entry.isDirectory() && !leftoverName.test(entry.name) && !registered.has(join(dir, entry.name));
  });
  return [
    ...(await leftoversAmong(entries, dir, null, expected)),
    ...(await Promise.all(orphans.map(({ name }) => orphanFolder(join(dir, name), name)))),
  ];
}

async function orphanFolder(path: string, name: string): Promise<NewFinding> {
  const stats = await statOrNull(path);
  if (stats === null) throw Object.assign(new Error('it is gone again'), { code: 'ENOENT', path });
  return {
    code: 'orphan-folder',
    vm: name as ExpectedVm['name'],
    identity: identityOf(stats),
    path,
    usedBytes: await usedBytesUnder(path),
    changedAt: new Date(Number(stats.mtimeMs)).toISOString() as Timestamp,
  };
}

/** What jobs have made under names of their own, and do not work on any more. */
async function leftoversAmong(
  entries: readonly Dirent[],
  dir: string,
  vm: ExpectedVm | null,
  { jobs }: Expected,
): Promise<readonly NewFinding[]> {
  const found = entries.map(async (entry): Promise<readonly NewFinding[]> => {
    const job = leftoverName.exec(entry.name)?.[1] as JobId | undefined;
    const path = join(dir, entry.name);
    const stats = job === undefined ? null : await statOrNull(path);
    if (job === undefined || stats === null) return [];
    const jobState = jobs.find(({ id }) => id === job)?.state ?? 'unknown';
    if (jobState === 'active') return [];
    const kind = entry.isDirectory() ? 'folder' : 'image';
    return [{ code: 'job-leftover', vm: vm?.name ?? null, identity: identityOf(stats), path, kind, job, jobState }];
  });
  return (await Promise.all(found)).flat();
}

/** null where there is no such folder. */
async function entriesOf(dir: string): Promise<readonly Dirent[] | null> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
