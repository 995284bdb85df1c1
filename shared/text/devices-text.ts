import type { Device } from '../domain/device.ts';

/** The words of the screen that lists block devices. */
export const devicesText = {
  attachable: (count: number): string =>
    count === 0 ? 'Nothing can be attached now.' : `${count} ${count === 1 ? 'device' : 'devices'} for VMs`,
  noneHint: 'Plug something in; it appears when you look again.',
  showInternal: (count: number): string => `Show internal (${count})`,
  internal: (count: number): string => `Internal, never attached (${count})`,
  lookAgain: 'Look again',
  looking: 'Looking at the devices.',
  columns: { device: 'Device', what: 'What', size: 'Size', state: 'State', owner: 'Whose', act: 'Action' },
  free: 'free',
  attachedTo: ({ vm, frontend, isReadOnly }: NonNullable<Device['attachedTo']>): string =>
    `${vm}, as ${frontend}${isReadOnly ? ', read-only' : ''}`,
  isReadOnly: 'read-only itself',
  attach: 'Attach…',
  attachNamed: (device: string): string => `Attach ${device}`,
  detach: 'Detach',
  detachNamed: (device: string): string => `Detach ${device}`,
  title: (device: string): string => `Attach ${device}`,
  describe: 'The VM can read it, and write to it unless you say otherwise, until you detach it.',
  to: 'To',
  readOnly: 'Read-only',
  readOnlyMeans: 'nothing on it can be changed',
  attachNow: 'Attach',
  noVmRuns: 'No VM runs that it could be attached to. Start one first.',
  busy: 'Attaching.',
  unknownSize: '–',
} as const;
