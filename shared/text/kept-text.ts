import type { Bytes } from '../base/bytes.ts';
import { formatBytes } from './format-bytes.ts';

/** The words of the screen that lists what migrations left in place. */
export const keptText = {
  title: 'Kept originals',
  none: 'Nothing is kept.',
  noneHint: 'What a migration leaves in place is listed here until you free it.',
  total: (count: number, size: Bytes): string =>
    `${count === 1 ? 'One qube has' : `${count} qubes have`} something kept. Freeing all of it returns up to ${formatBytes(size)}.`,
  columns: { qube: 'Qube', volume: 'Volume', where: 'Where', limit: 'Limit', holds: 'Holds', act: 'Action' },
  restore: 'Go back…',
  restoreNamed: (vm: string): string => `Go back to what is kept of ${vm}`,
  free: 'Free…',
  freeNamed: (vm: string): string => `Free what is kept of ${vm}`,
} as const;
