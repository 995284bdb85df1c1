import type { Bytes } from '../base/bytes.ts';
import { formatBytes } from './format-bytes.ts';

/** What the demonstration says. */
export const demoText = {
  creating: (dir: string): string => `Making a sandbox, a whole dom0 in a box: ${dir}`,
  before: 'A dom0 whose VMs are on image files, and a thin pool beside them',
  migrating: (vm: string): string => `Migrating ${vm} to LVM`,
  was: 'Before',
  is: 'After',
  proving: (size: Bytes): string =>
    `The same bytes? Inside the box, cmp compares all ${formatBytes(size)} of the images with the volumes; this takes a while`,
  verdict: (isEqual: boolean): string => (isEqual ? 'equal' : 'DIFFERENT'),
  nothingLeft: (destroy: string): string => `\nEvery VM that can move is on LVM. Start over with: ${destroy}`,
  goOn: '\nThe images are still there, untouched. Run the demo again to migrate the next VM.',
} as const;
