import { join } from 'node:path';
import { diskFiles, jail } from '../box-layout.ts';

export type MachineMode =
  /** Serve the agent and commands. */
  | 'run'
  /** Make a dom0 of new disks, the first of which holds the tree of the example. */
  | 'seed-example'
  /** The same with somebody's own tree, whose owners and modes stay. */
  | 'seed-tree';

export interface MachineSettings {
  readonly mode: MachineMode;
  readonly appRoot: string;
  /** Where the disks and the box's own files are: the one folder of the host that the machine can write. */
  readonly boxDir: string;
  readonly nodePath: string;
  readonly isRoot: boolean;
  /** Where the machine's memory lives: a memory file system of the jail, or `boxDir` where the host is short of memory. */
  readonly memory: 'memory' | 'disk';
  /** The one that all of the machine runs on. */
  readonly processor: number | undefined;
}

export const machineMemoryMib = 512;
/** Descriptor on which bwrap tells the process id of the jail's first process. */
export const infoDescriptor = 3;

/** The kernel reads a value with spaces when it is quoted; without, it would take the rest for a word of its own. */
const kernelText = (name: string, value: string): string =>
  /\s/.test(value) ? `${name}="${value}"` : `${name}=${value}`;

function kernelArguments({ mode, nodePath }: MachineSettings): readonly string[] {
  const devices = diskFiles.map((file, index) => `ubd${'abc'.charAt(index)}=${jail.stateDir}/${file}`);
  return [
    `mem=${machineMemoryMib}M`,
    ...['root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', 'noreboot', 'selinux=0'],
    // The serial line is ours alone; what the kernel has to say goes to standard error.
    ...['con=null', 'con0=null,fd:2', 'ssl=null', 'ssl0=fd:0,fd:1', 'quiet', 'loglevel=3'],
    // A benchmark at boot that costs 0.85 s.
    'initcall_blacklist=raid6_select_algo',
    // Its notes about itself go where they do not outlive it.
    `uml_dir=${jail.memoryDir}`,
    ...devices,
    `QS_MODE=${mode}`,
    kernelText('QS_NODE', nodePath),
    ...['init=/usr/bin/perl', '--', `${jail.appDir}/dist/box-init.pl`],
  ];
}

/**
 * The jail: every file of the host readable and none writable except the box's folder, no devices but /dev/null, no
 * network, no processes of the host. It ends with its parent, whatever kills that, and with its machine.
 */
function jailArguments({ appRoot, boxDir, memory }: MachineSettings): readonly string[] {
  const memoryMount =
    memory === 'memory'
      ? ['--size', String((machineMemoryMib + 128) * 2 ** 20), '--tmpfs', jail.memoryDir]
      : ['--bind', join(boxDir, 'memory'), jail.memoryDir];
  return [
    ...['--die-with-parent', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts'],
    // Root without these could not read, or write through a share, what belongs to somebody else. It cannot undo a mount.
    ...['--cap-add', 'CAP_DAC_OVERRIDE', '--cap-add', 'CAP_DAC_READ_SEARCH'],
    ...['--info-fd', String(infoDescriptor)],
    ...['--ro-bind', '/', '/', '--dev-bind', '/dev/null', '/dev/null', '--proc', '/proc', '--tmpfs', '/sys'],
    ...['--ro-bind', appRoot, jail.appDir, '--bind', boxDir, jail.stateDir, ...memoryMount],
    ...['--clearenv', '--setenv', 'PATH', '/usr/bin:/bin', '--setenv', 'HOME', jail.stateDir],
    ...['--setenv', 'TMPDIR', jail.memoryDir, '--chdir', jail.stateDir, '--'],
  ];
}

/**
 * The whole command line of the machine. `unshare` comes first because bwrap leaves mounts that appear on the host
 * later writable in the jail; in a private mount namespace they do not appear. An ordinary user becomes root of a user
 * namespace of its own for that.
 */
export function machineCommand(settings: MachineSettings): {
  readonly program: string;
  readonly args: readonly string[];
} {
  return {
    program: '/usr/bin/unshare',
    args: [
      ...(settings.isRoot ? [] : ['--user', '--map-root-user']),
      ...['--mount', '--propagation', 'private', '--', '/usr/bin/bwrap', ...jailArguments(settings)],
      ...(settings.processor === undefined ? [] : ['/usr/bin/taskset', '--cpu-list', String(settings.processor)]),
      ...['/usr/bin/linux.uml', ...kernelArguments(settings)],
    ],
  };
}
