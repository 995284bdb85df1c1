import { gib } from '../base/bytes.ts';
import type { Device } from '../domain/device.ts';
import type { DeviceId, DeviceIdentity } from '../domain/ids.ts';
import { vmName } from './builders.ts';

/** A partition of a stick that nobody has. */
export const aDevice = (facts: Partial<Device> = {}): Device => ({
  id: `dom0:${facts.ident ?? 'sdb1'}` as DeviceId,
  backend: vmName('dom0'),
  ident: 'sdb1',
  identity: 'identity of sdb1' as DeviceIdentity,
  sizeBytes: gib(57),
  description: 'SanDisk Ultra',
  model: 'SanDisk Ultra',
  serial: '4C530001230524116195',
  disk: 'sdb',
  isReadOnly: false,
  fileSystem: { type: 'ext4', label: 'PHOTOS' },
  attachedTo: null,
  assignedTo: [],
  hidden: null,
  ...facts,
});
