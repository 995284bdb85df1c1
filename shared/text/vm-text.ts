import type { PowerState, RootState, VmClass } from '../domain/vm.ts';
import type { StorageKind, StorageType, Volume } from '../domain/volume.ts';

export const classNames: Readonly<Record<VmClass, string>> = {
  AdminVM: 'dom0',
  TemplateVM: 'template',
  AppVM: 'app',
  StandaloneVM: 'standalone',
  NetVM: 'net',
  ProxyVM: 'proxy',
  HVM: 'hvm',
  TemplateHVM: 'template hvm',
  DispVM: 'disposable',
  RemoteVM: 'remote',
};

export const powerNames: Readonly<Record<PowerState, string>> = {
  halted: 'halted',
  transient: 'starting',
  running: 'running',
  paused: 'paused',
  suspended: 'suspended',
  halting: 'halting',
  dying: 'dying',
  crashed: 'crashed',
  unknown: 'unknown',
};

/** Beside the state of a VM whose root is not simply what it should be; empty for the others. */
export const rootStateNames: Readonly<Record<RootState, string>> = {
  own: '',
  'at-start': '',
  current: '',
  'template-running': 'template running',
  outdated: 'outdated',
  unknown: 'root unknown',
};

/** Of a VM that cannot be used as its volumes are. */
export const outOfReachText = 'no storage';

export const storageNames: Readonly<Record<StorageKind, string>> = { file: 'file', lvm: 'LVM', other: 'other' };

/** As in `is on LVM`. */
export const storagePlaces: Readonly<Record<StorageType, string>> = { file: 'image files', lvm: 'LVM' };

/** Stands where Qubes' policy keeps something back. */
export const notPermittedText = 'not permitted';

/** A volume's kind of storage in a word or two. */
export function volumeKindText(volume: Volume): string {
  switch (volume.state.kind) {
    case 'from-template':
      return 'from template';
    case 'missing':
      return 'missing';
    case 'unavailable':
      return 'disk missing';
    case 'not-permitted':
      return notPermittedText;
    case 'inactive':
      return `${storageNames[volume.storage]}, inactive`;
    case 'present':
      return storageNames[volume.storage];
  }
}
