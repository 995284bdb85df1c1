/**
 * The names that host and box agree on. `box-init.pl` is the third party: it knows the same ones.
 * In the jail the host's /sys is replaced by a folder of ours, because the box needs nothing of it and the paths on the
 * kernel's command line must be short and free of spaces.
 */
const jailDir = '/sys/box';

export const jail = {
  appDir: `${jailDir}/app`,
  stateDir: `${jailDir}/state`,
  memoryDir: `${jailDir}/memory`,
} as const;

/** The app's folder as seen in the box. */
export const boxAppDir = '/run/app';

/** Files in the sandbox's `box` folder. The order is that of the box's devices: ubda, ubdb, ubdc. */
export const diskFiles = ['dom0.img', 'pv.img', 'usb.img'] as const;

export const disks = { dom0: '/dev/ubda', physicalVolume: '/dev/ubdb', usb: '/dev/ubdc' } as const;

/** Where the disk of dom0 is mounted; its folders are bound to the places that dom0 has them at. */
export const dom0DiskDir = '/run/dom0-disk';

/** systemd starts the VMs that have a link here at boot. */
export const autostartDir = '/etc/systemd/system/multi-user.target.wants';

export const agentSocketInBox = '/run/qubes-storage/agent.sock';
export const agentStateDirInBox = '/var/lib/qubes-storage';

/** One folder per `exec --share`: a host folder is bound over it for as long as the command runs. */
export const sharesDirName = 'shares';
