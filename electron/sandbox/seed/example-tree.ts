import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import type { Result } from '#shared/base/result.ts';
import { done, err } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { makeDispVmFiles } from './dispvm-files.ts';
import { registryXml } from './registry-xml.ts';
import { SeedError } from './seed-command.ts';
import { kernelVersion, seedVms } from './seed-vms.ts';
import { makeVmFiles, makeVmKernel } from './vm-files.ts';

interface Stage {
  readonly name: string;
  readonly run: (treeDir: string) => Promise<void>;
}

async function makeRegistry(treeDir: string): Promise<void> {
  await writeFile(`${treeDir}/qubes.xml`, registryXml());
  for (const dir of ['backup', 'updates']) await mkdir(`${treeDir}/${dir}`);
  await copyFile(`${treeDir}/qubes.xml`, `${treeDir}/backup/qubes-2015-02-14-09:30:00.xml`);
}

const stages: readonly Stage[] = [
  { name: `kernel ${kernelVersion}`, run: makeVmKernel },
  ...seedVms.map((vm): Stage => ({ name: vm.name, run: (treeDir) => makeVmFiles(vm, treeDir) })),
  ...seedVms
    .filter((vm) => vm.isInternal)
    .map((vm): Stage => ({ name: `${vm.name}, saved`, run: (treeDir) => makeDispVmFiles(vm, treeDir) })),
  { name: 'qubes.xml', run: makeRegistry },
];

/**
 * Makes the /var/lib/qubes of the example in `treeDir`, which must not exist. It is made on the host, because there
 * a gigabyte of images takes seconds, and in the box the better part of a minute. On failure the tree is half-made.
 */
export async function makeExampleTree(
  treeDir: string,
  onStage: (name: string, doneFraction: number) => void,
  signal?: AbortSignal,
): Promise<Result<undefined, Failure>> {
  await mkdir(treeDir, { mode: 0o700 });
  try {
    for (const [index, stage] of stages.entries()) {
      if (signal?.aborted === true) return err({ code: 'cancelled' });
      onStage(stage.name, index / stages.length);
      await stage.run(treeDir);
    }
    return done;
  } catch (error) {
    // A full disk arrives as a failed write of ours; anything else that is thrown is a defect.
    if (!(error instanceof SeedError) && !(error instanceof Error && 'code' in error)) throw error;
    return err({ code: 'sandbox-seed-failed', detail: error.message });
  }
}
