import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findAppRoot } from '../sandbox/app-root.ts';
import { autostartDir } from '../sandbox/box-layout.ts';
import { runProgram } from '../sandbox/child-processes.ts';
import { runCli } from './lab-cli.ts';
import { labPrivateMib, labRootMib } from './lab-images.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A stopped sandbox that every lab box is a copy of. */
    labTemplateDir: string;
  }
}

/**
 * A VM that starts by itself writes to its images: in the lab nothing does that nobody asked for. And a volume is compared
 * over its whole size, mostly zeros: the lab's are smaller than the example's, so that its tests take minutes, not an hour.
 */
const adaptation = `
  rm ${autostartDir}/*
  sed --in-place 's/ autostart="True"/ autostart="False"/' /var/lib/qubes/qubes.xml
  qubes-storage stop firewallvm
  qubes-storage stop netvm
  cd /var/lib/qubes
  resize() { e2fsck -fy "$1" > /dev/null || [ $? = 1 ]; resize2fs "$1" "$2" 2> /dev/null; fallocate --dig-holes "$1"; }
  for root in vm-templates/*/root.img appvms/dev-box/root.img; do resize "$root" ${labRootMib}M; done
  for private in vm-templates/*/private.img servicevms/*/private.img appvms/*/private.img; do
    case "$private" in appvms/win7/*) truncate --size=${labPrivateMib}M "$private";; *) resize "$private" ${labPrivateMib}M;; esac
  done
  for cow in vm-templates/*/root-cow.img; do truncate --size=${labRootMib}M "$cow"; done
  truncate --size=512M appvms/win7/root.img
  printf '2048,204800,7,*\\n206848,,7\\n' | sfdisk --quiet --label=dos appvms/win7/root.img
`;
const templateSteps = [['create'], ['exec', '--', 'bash', '-euo', 'pipefail', '-c', adaptation], ['stop']];

/** Builds the programs and makes one sandbox for all lab tests: making it costs half a minute, copying it two seconds. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parentDir = await mkdtemp(join(tmpdir(), 'qsm-lab-'));
  const templateDir = join(parentDir, 'template');
  const remove = async (): Promise<void> => {
    // After a failure it may not be there, or still run.
    await runCli(templateDir, ['sandbox', 'destroy', '--force']);
    await rm(parentDir, { recursive: true });
  };
  try {
    const built = await runProgram(process.execPath, [join(findAppRoot(), 'scripts/build.mjs'), '--programs']);
    if (built.exitCode !== 0) throw new Error(`the programs do not build:\n${built.stderr}`);
    for (const step of templateSteps) {
      const { status, stderr } = await runCli(templateDir, ['sandbox', ...step]);
      if (status !== 0) throw new Error(`the sandbox for the lab could not be made:\n${stderr}`);
    }
    project.provide('labTemplateDir', templateDir);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
