import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BlockDevice } from '../block-device.ts';
import { readBlockDevices } from '../read-block-devices.ts';

/**
 * What a box said of itself: VMs running on files and on LVM, swap on a logical volume, a volume of a halted VM and a free
 * one each mapped once more, and loop devices over files of Qubes, over a partition, and over logical volumes.
 */
interface Recording {
  /** Of sysfs. */
  readonly links: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** What stat said of the files behind loop devices, by loop device. */
  readonly backingFiles: Readonly<
    Record<string, { readonly inode: string; readonly deviceNumber: string | null } | undefined>
  >;
  /** `MAJOR:MINOR` of nodes. */
  readonly nodes: Readonly<Record<string, string | undefined>>;
  readonly mountInfo: string;
  readonly swaps: string;
  /** What lvs said of each logical volume. */
  readonly volumes: readonly {
    readonly vg: string;
    readonly name: string;
    readonly uuid: string;
    readonly attributes: string;
    readonly tags: readonly string[];
  }[];
}

export const recordedDom0 = JSON.parse(
  await readFile(new URL('recorded-dom0.json', import.meta.url), 'utf8'),
) as Recording;

/** The recorded sysfs as a folder, read as that of a dom0 is; the files behind loop devices are not there, their facts are. */
export async function recordedDevices(): Promise<readonly BlockDevice[]> {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-sysfs-'));
  const put = async (path: string, make: (path: string) => Promise<void>): Promise<void> => {
    await mkdir(join(dir, dirname(path)), { recursive: true });
    await make(join(dir, path));
  };
  try {
    for (const [path, content] of Object.entries(recordedDom0.files)) await put(path, (at) => writeFile(at, content));
    for (const [path, target] of Object.entries(recordedDom0.links)) await put(path, (at) => symlink(target, at));
    const devices = await readBlockDevices(join(dir, 'class/block'));
    return devices.map((device) => {
      const facts = recordedDom0.backingFiles[device.name];
      return device.backingFile === null || facts === undefined
        ? device
        : { ...device, backingFile: { path: device.backingFile.path, ...facts } };
    });
  } finally {
    await rm(dir, { recursive: true });
  }
}
