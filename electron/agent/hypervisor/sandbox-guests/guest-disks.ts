import type { CommandRunner } from '../../exec/command-runner.ts';
import type { GuestDisk } from '../hypervisor.ts';
import type { GuestState } from './guest-state.ts';

/**
 * Sets up one disk and notes in `state` what has to be taken down again. Its file system goes to `mountPoint`, if it has one
 * that can be mounted and written to. Throws when the disk cannot be had at all.
 */
export async function attachDisk(
  runner: CommandRunner,
  { source, isReadOnly }: GuestDisk,
  mountPoint: string,
  state: GuestState,
): Promise<{ readonly device: string }> {
  const device = source.kind === 'block' ? source.path : await loopDevice(runner, source.path, isReadOnly);
  if (device !== source.path) state.loopDevices.push(device);
  if (!isReadOnly) {
    // What is not ext4 (a partitioned disk, swap, nothing yet) is used without being mounted.
    const mounted = await runner.run({
      program: '/bin/mount',
      args: ['-t', 'ext4', '-o', 'noatime', device, mountPoint],
    });
    if (mounted.ok) state.mounts.push(mountPoint);
  }
  return { device };
}

async function loopDevice(runner: CommandRunner, path: string, isReadOnly: boolean): Promise<string> {
  const found = await runner.run({
    program: '/sbin/losetup',
    args: ['--find', '--show', ...(isReadOnly ? ['--read-only'] : []), '--', path],
  });
  if (!found.ok) throw new Error(`no loop device for ${path}: ${JSON.stringify(found.error)}`);
  return found.value.trim();
}

/** Takes down what a guest had, running or crashed. What is gone already does not matter. */
export async function detachAll(
  runner: CommandRunner,
  { mounts, loopDevices, attached }: Pick<GuestState, 'mounts' | 'loopDevices' | 'attached'>,
): Promise<void> {
  const given = attached.flatMap(({ mountPoint }) => (mountPoint === null ? [] : [mountPoint]));
  for (const mountPoint of [...mounts, ...given].reverse())
    await runner.run({ program: '/bin/umount', args: ['--', mountPoint] });
  for (const device of loopDevices) await runner.run({ program: '/sbin/losetup', args: ['--detach', device] });
}
