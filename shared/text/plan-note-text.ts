import { assertNever } from '../base/assert-never.ts';
import type { PlanNote } from '../domain/plan.ts';
import { formatBytes } from './format-bytes.ts';

/** One line of the check list that a plan comes with. */
export function planNoteText(note: PlanNote): string {
  switch (note.code) {
    case 'originals-kept':
      return `The images stay (${formatBytes(note.bytes)}) until you free them.`;
    case 'children-keep-files':
      return note.children.length === 1
        ? `${note.children.join('')} is based on it, keeps its private volume on image files, and starts from the new root.`
        : `${note.children.length} VMs are based on it (${listNames(note.children)}): they keep their private volumes on image files, and start from the new root.`;
    case 'root-follows-template':
      return `Its root is made from ${note.template} at every start and stays on ${note.storageType === 'lvm' ? 'LVM' : 'image files'} with it.`;
    case 'package-owns-images':
      return 'The images belong to a package: its next update brings them back, and the VM does not use those.';
    case 'storage-type': {
      const kind = note.storageType === 'lvm' ? 'LVM' : 'image files';
      return note.like === null
        ? `Its volumes are on ${kind}.`
        : `Its volumes are on ${kind}, as those of ${note.like} are.`;
    }
    case 'shares-blocks':
      return `Made in ${note.pool} without copying: it takes space only for what is changed later.`;
    case 'near-gate':
      return `After this, ${formatBytes(note.bytesToGate)} more in ${note.pool} and VMs stop starting.`;
    default:
      return assertNever(note);
  }
}

const shownNames = 4;

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).join(', ');
  return names.length > shownNames ? `${shown} and ${names.length - shownNames} more` : shown;
}
