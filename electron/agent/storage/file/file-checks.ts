import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { hasOwnVolumes } from '#shared/rules/migrate-blockers.ts';
import type { Expected, StorageCheck, StorageChecks } from '../storage-checks.ts';
import { fileFailure } from './file-stat.ts';
import { entryIdentity, entryStats } from './folder-entries.ts';
import { isInUse, openPaths } from './open-paths.ts';
import { strayFolderFindings } from './stray-folder-findings.ts';
import { syncFolder } from './sync-folder.ts';
import { checkVmFolder, type FolderCheck } from './vm-folder-findings.ts';

/** Where core-2 keeps the folders of its VMs. */
const parentDirs = ['vm-templates', 'appvms', 'servicevms'];

/** Compares folders and images with what is registered; no program is started. */
export class FileChecks implements StorageChecks {
  readonly #baseDir: string;

  constructor(baseDir: string) {
    this.#baseDir = baseDir;
  }

  async check(expected: Expected): Promise<StorageCheck> {
    const open = await openPaths();
    const looks = [
      ...expected.vms.filter(hasOwnVolumes).map((vm) => [vm.dirPath, () => checkVmFolder(vm, expected, open)] as const),
      ...parentDirs.map((name) => {
        const dir = join(this.#baseDir, name);
        const look = async (): Promise<FolderCheck> => {
          return { findings: await strayFolderFindings(dir, expected, open), volumes: [] };
        };
        return [dir, look] as const;
      }),
    ];
    const problems: Failure[] = [];
    const checks = await Promise.all(
      looks.map(async ([path, look]) => {
        try {
          return [await look()];
        } catch (error) {
          problems.push(fileFailure(path, error));
          return [];
        }
      }),
    );
    const found = checks.flat();
    return {
      findings: found.flatMap(({ findings }) => findings),
      volumes: found.flatMap(({ volumes }) => volumes),
      problems,
    };
  }

  /** What is repaired of files is left over, and no copy but one of many. */
  repair(finding: Finding): Promise<Result<void, Failure>> {
    return this.remove(finding);
  }

  async remove(finding: Finding): Promise<Result<void, Failure>> {
    if (!('path' in finding)) throw new Error(`a ${finding.code} is no file`);
    const { path, identity } = finding;
    try {
      const stats = await entryStats(path);
      if (stats === null || entryIdentity(stats) !== identity) return done;
      if (await isInUse(path, await openPaths())) return err({ code: 'volume-in-use', volume: path });
      await rm(path, { recursive: true, force: true });
      await syncFolder(dirname(path));
      return done;
    } catch (error) {
      return err(fileFailure(path, error));
    }
  }
}
