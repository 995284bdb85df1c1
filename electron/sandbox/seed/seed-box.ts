import { chmod, mkdir, readdir, readFile, rename, symlink } from 'node:fs/promises';
import type { Result } from '#shared/base/result.ts';
import { done, err } from '#shared/base/result.ts';
import { autostartDir, disks, dom0DiskDir } from '../box-layout.ts';
import { autostartedVms } from './autostarted-vms.ts';
import { run, SeedError } from './seed-command.ts';
import { makeLoopDisk, makeThinPool, makeUsbDisk } from './seed-disks.ts';
import { qubesDir } from './seed-vms.ts';

/** Folders of dom0's disk and where dom0 has them; `box-init.pl` binds the same ones at every later boot. */
const boundDirs: Readonly<Record<string, string>> = {
  qubes: qubesDir,
  storage: '/var/lib/qubes-storage',
  systemd: autostartDir,
  srv: '/srv',
};

/** The host has put the tree at the top of the disk: it becomes the content of /var/lib/qubes. */
async function arrangeDom0Disk(): Promise<void> {
  await run('/usr/bin/mount', ['-t', 'ext4', disks.dom0, dom0DiskDir]);
  const tree = (await readdir(dom0DiskDir)).filter((name) => name !== 'lost+found');
  const incoming = `${dom0DiskDir}/.incoming`;
  await mkdir(incoming);
  await run('/usr/bin/chown', ['root:qubes', incoming]);
  await chmod(incoming, 0o770);
  for (const name of tree) await rename(`${dom0DiskDir}/${name}`, `${incoming}/${name}`);
  await rename(incoming, `${dom0DiskDir}/qubes`);
  for (const [folder, target] of Object.entries(boundDirs)) {
    await mkdir(`${dom0DiskDir}/${folder}`, { recursive: true });
    await run('/usr/bin/mount', ['--bind', `${dom0DiskDir}/${folder}`, target]);
  }
}

/** root:qubes, files 0660 and folders 0770, as the packages of dom0 leave them. */
async function setOwners(): Promise<void> {
  await run('/usr/bin/chown', ['--recursive', '--no-dereference', 'root:qubes', qubesDir]);
  await run('/usr/bin/chmod', ['--recursive', 'u=rwX,g=rwX,o=', qubesDir]);
}

/** systemd starts what has a link here; the attribute in the registry only repeats it, and is all that a copied tree has. */
async function makeAutostartLinks(): Promise<void> {
  for (const name of autostartedVms(await readFile(`${qubesDir}/qubes.xml`, 'utf8'))) {
    await symlink('/usr/lib/systemd/system/qubes-vm@.service', `${autostartDir}/qubes-vm@${name}.service`);
  }
}

interface Stage {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const stagesOf = (content: 'example' | 'tree'): readonly Stage[] => [
  { name: 'disk of dom0', run: arrangeDom0Disk },
  { name: 'thin pool', run: makeThinPool },
  { name: 'disks to attach', run: () => makeUsbDisk().then(makeLoopDisk) },
  { name: 'autostart', run: makeAutostartLinks },
  ...(content === 'example' ? [{ name: 'owners', run: setOwners }] : []),
];

/**
 * Makes a dom0 of the new box's disks, the first of which the host has filled. `report` is called before each stage
 * with what has been done of all, 0 to 1. On failure the disks hold half of it: they are for the host to remove.
 */
export async function seedBox(
  content: 'example' | 'tree',
  report: (stage: string, doneFraction: number) => void,
): Promise<Result<undefined, { readonly detail: string }>> {
  const stages = stagesOf(content);
  try {
    for (const [index, stage] of stages.entries()) {
      report(stage.name, index / stages.length);
      await stage.run();
    }
    return done;
  } catch (error) {
    // A full disk of the host arrives as a failed write of ours; anything else that is thrown is a defect.
    if (!(error instanceof SeedError) && !(error instanceof Error && 'code' in error)) throw error;
    return err({ detail: error.message });
  }
}
