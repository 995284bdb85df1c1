/**
 * A file template's root is two files: `root.img`, and `root-cow.img`, which gets the old blocks of what a running template
 * writes. Together they are one version of the root: what the template's children see, while the template itself writes
 * through the `origin`. core-2's hotplug script `block-snapshot` gives the device-mapper devices of both their names, from
 * device and inode of the files, so that a version stays known by its name when the files are renamed.
 */
export interface ImageKey {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** As `stat --format=%D:%i` prints it. */
const keyText = ({ dev, ino }: ImageKey): string => `${dev.toString(16)}:${ino}`;

export const versionName = (root: ImageKey, cow: ImageKey): string => `snapshot-${keyText(root)}-${keyText(cow)}`;

export const originName = (root: ImageKey): string => `origin-${keyText(root)}`;

/** Whether this is the name of a version of this root, or of its origin. */
export const isDeviceOf = (name: string, root: ImageKey): boolean =>
  name === originName(root) || name.startsWith(`snapshot-${keyText(root)}-`);

/** The name of the origin that a version belongs to; undefined for what is none. */
export function originOfVersion(name: string): string | undefined {
  const root = /^snapshot-([0-9a-f]+:\d+)-[0-9a-f]+:\d+$/.exec(name)?.[1];
  return root === undefined ? undefined : `origin-${root}`;
}

export const isOriginName = (name: string): boolean => /^origin-[0-9a-f]+:\d+$/.test(name);

const mapperDir = '/dev/mapper/';

export const mappedPath = (name: string): string => `${mapperDir}${name}`;

/** The name of the version whose device this is; undefined for any other path. */
export function versionAt(devicePath: string): string | undefined {
  const name = devicePath.startsWith(mapperDir) ? devicePath.slice(mapperDir.length) : '';
  return originOfVersion(name) === undefined ? undefined : name;
}
