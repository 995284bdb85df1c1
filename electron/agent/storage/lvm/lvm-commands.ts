import type { Bytes } from '#shared/base/bytes.ts';
import type { Command } from '../../exec/command.ts';
import { textSeparator } from './report-rows.ts';

/** Every lvm2 command that we run. Names are given as `VG/LV` only: a bare name could mean a whole volume group. */

export interface VolumeName {
  readonly vg: string;
  readonly name: string;
}

const fullName = ({ vg, name }: VolumeName): string => `${vg}/${name}`;

export const devicePath = ({ vg, name }: VolumeName): string => `/dev/${vg}/${name}`;

/** lvm2's error message names a field that it does not have, and the report is broken then: keep to known ones. */
export const reportVolumes = (fields: readonly string[]): Command => ({
  program: '/usr/sbin/lvs',
  args: ['--all', '--reportformat=json', '--units=b', '--nosuffix', `--options=${fields.join(',')}`],
});

/** Two columns that no name can contain a bar in; older lvm2 knows no JSON. */
export const reportMembers = (): Command => ({
  program: '/usr/sbin/pvs',
  args: ['--noheadings', '--separator=|', '--options=pv_name,vg_name'],
});

/** The same for an lvs that knows no JSON. */
export const reportVolumesAsText = (fields: readonly string[]): Command => ({
  program: '/usr/sbin/lvs',
  args: [
    '--all',
    '--noheadings',
    `--separator=${textSeparator}`,
    '--units=b',
    '--nosuffix',
    `--options=${fields.join(',')}`,
  ],
});

export const reportAutoextendThreshold = (): Command => ({
  program: '/usr/sbin/lvmconfig',
  args: ['--type=full', 'activation/thin_pool_autoextend_threshold'],
});

/** What the kernel says of every thin pool, a line each. */
export const reportThinPools = (): Command => ({
  program: '/usr/sbin/dmsetup',
  args: ['status', '--target=thin-pool'],
});

export const createThinVolume = (pool: VolumeName, name: string, size: Bytes, tags: readonly string[]): Command => ({
  program: '/usr/sbin/lvcreate',
  args: [
    '--quiet',
    '--yes',
    '--thin',
    '--setactivationskip=n',
    '--activate=y',
    // A fresh thin volume has nothing to wipe, and looking for signatures would map its first chunk.
    '--wipesignatures=n',
    `--name=${name}`,
    // Without the unit LVM would read MiB.
    `--virtualsize=${size}b`,
    ...tags.map((tag) => `--addtag=${tag}`),
    '--',
    fullName(pool),
  ],
});

/** A thin snapshot: with a size it would be a thick one. */
export const createSnapshot = (origin: VolumeName, name: string, tags: readonly string[]): Command => ({
  program: '/usr/sbin/lvcreate',
  args: [
    '--quiet',
    '--yes',
    '--snapshot',
    // Thin snapshots stay inactive by default, at every boot too.
    '--setactivationskip=n',
    '--activate=y',
    `--name=${name}`,
    ...tags.map((tag) => `--addtag=${tag}`),
    '--',
    fullName(origin),
  ],
});

/** A thin snapshot that only keeps what is: inactive at every boot, until somebody asks for it. */
export const createInactiveSnapshot = (origin: VolumeName, name: string, tags: readonly string[]): Command => ({
  program: '/usr/sbin/lvcreate',
  args: [
    '--quiet',
    '--yes',
    '--snapshot',
    '--setactivationskip=y',
    '--activate=n',
    `--name=${name}`,
    ...tags.map((tag) => `--addtag=${tag}`),
    '--',
    fullName(origin),
  ],
});

export const renameVolume = (from: VolumeName, toName: string): Command => ({
  program: '/usr/sbin/lvrename',
  args: ['--quiet', '--yes', '--', from.vg, from.name, toName],
});

/** Only ever larger: lvextend refuses to shrink. What is in the volume is not looked at. */
export const extendVolume = (volume: VolumeName, size: Bytes): Command => ({
  program: '/usr/sbin/lvextend',
  args: ['--quiet', '--yes', `--size=${size}b`, '--', fullName(volume)],
});

export const removeVolume = (volume: VolumeName): Command => ({
  program: '/usr/sbin/lvremove',
  args: ['--quiet', '--yes', '--force', '--', fullName(volume)],
});

export const activateVolume = (volume: VolumeName): Command => ({
  program: '/usr/sbin/lvchange',
  args: ['--quiet', '--yes', '--activate=y', '--ignoreactivationskip', '--', fullName(volume)],
});

/** From then on it is activated together with the others. */
export const clearActivationSkip = (volume: VolumeName): Command => ({
  program: '/usr/sbin/lvchange',
  args: ['--quiet', '--setactivationskip=n', '--', fullName(volume)],
});

/** Makes the links of a volume group's volumes anew. Ends with 5 where one of them is inactive, though it does all others. */
export const makeDeviceNodes = (vg: string): Command => ({
  program: '/usr/sbin/vgmknodes',
  args: ['--quiet', '--', vg],
});

/** Lets go of the metadata that some program has frozen to read it (thin-provisioning.rst). */
export const releaseMetadataSnapshot = (device: string): Command => ({
  program: '/usr/sbin/dmsetup',
  args: ['message', device, '0', 'release_metadata_snap'],
});

/** As what only keeps a state is: not there at any boot, until somebody asks for it. */
export const putAway = (volume: VolumeName): Command => ({
  program: '/usr/sbin/lvchange',
  args: ['--quiet', '--yes', '--activate=n', '--setactivationskip=y', '--', fullName(volume)],
});

export const removeTag = (volume: VolumeName, tag: string): Command => changeTags(volume, { remove: [tag] });

/** All of them in one commit of lvm2's metadata. */
export const changeTags = (
  volume: VolumeName,
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): Command => ({
  program: '/usr/sbin/lvchange',
  args: [
    '--quiet',
    ...add.map((tag) => `--addtag=${tag}`),
    ...remove.map((tag) => `--deltag=${tag}`),
    '--',
    fullName(volume),
  ],
});
