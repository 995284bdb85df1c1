import { assertNever } from '../base/assert-never.ts';
import type { DefaultRole, PlanNote } from '../domain/plan.ts';
import type { StorageType } from '../domain/volume.ts';
import { formatBytes } from './format-bytes.ts';
import { formatMoment } from './format-moment.ts';
import { listNames } from './list-names.ts';
import { storagePlaces } from './vm-text.ts';

/** One line of the check list that a plan comes with. */
export function planNoteText(note: PlanNote): string {
  switch (note.code) {
    case 'originals-kept':
      return `The images stay (${formatBytes(note.bytes)}) until you free them.`;
    case 'volumes-kept':
      return `The logical volumes and their revisions stay (${formatBytes(note.bytes)}) until you free them; until you go back to them, there is no reverting to those revisions.`;
    case 'children-keep-files':
      return childrenText(note.children, 'file');
    case 'children-keep-volumes':
      return childrenText(note.children, 'lvm');
    case 'root-follows-template':
      return `Its root is made from ${note.template} at every start and stays on ${storagePlaces[note.storageType]} with it.`;
    case 'package-owns-images':
      return 'The images belong to a package: its next update brings them back, and the VM does not use those.';
    case 'storage-type': {
      const kind = note.storageType === 'lvm' ? 'LVM' : 'image files';
      return note.like === null
        ? `Its volumes are on ${kind}.`
        : `Its volumes are on ${kind}, as those of ${note.like} are.`;
    }
    case 'rounded-up':
      return `A logical volume is a whole number of extents: ${formatBytes(note.askedBytes)} becomes ${formatBytes(note.sizeBytes)} (${note.sizeBytes} bytes).`;
    case 'guest-grows-filesystem':
      return `The file system in its ${note.role} is left to the guest, which grows it at its next start.`;
    case 'children-get-it':
      return `${note.children.length === 1 ? `${note.children.join('')} is` : `${note.children.length} VMs are`} based on it (${listNames(note.children)}) and get the larger root at their next start.`;
    case 'newer-left-behind':
      return `What was written since the move${note.since === null ? '' : ` (${formatMoment(note.since)})`} is not seen any more: it stays in the newer volumes, which are kept until you free them.`;
    case 'clones-committed':
      return `It is ${note.vm} as last committed${note.at === null ? '' : ` (${formatMoment(note.at)})`}: what that VM has written since is not in it.`;
    case 'shares-blocks':
      return `Made in ${note.pool} without copying: it takes space only for what is changed later.`;
    case 'dvm-keeps-name':
      return `DisposableVMs go on starting from ${note.dvm}; core-2 calls the next one that it makes for it ${note.name}-dvm.`;
    case 'menus-keep-name':
      return `Menu entries say ${note.vm} until Qubes' own tools make them anew: qvm-sync-appmenus ${note.name}`;
    case 'namesake-stays':
      return `${note.path} stays: it has the name, but nothing else says that it is the VM's.`;
    case 'is-default':
      return `${note.vm} is the ${note.roles.map((role) => roleNames[role]).join(', the ')}; afterwards there is none.`;
    case 'kept-goes-too':
      return `What is kept of it goes too: ${note.paths.join(', ')}`;
    case 'files-stay':
      return `Nothing on the disk is touched: ${note.paths.join(', ')}`;
    case 'near-gate':
      return `After this, ${formatBytes(note.bytesToGate)} more in ${note.pool} and VMs stop starting.`;
    case 'now-is-kept':
      return `It will be as it was ${sinceText(note.since)}. What it is now stays, as revision ${note.revision}, until you unpin it.`;
    case 'now-is-lost':
      return `It will be as it was ${sinceText(note.since)}. What was written since then is gone for good: both cannot be kept here.`;
    case 'children-become-outdated':
      return `${listNames(note.children)} ${note.children.length === 1 ? 'runs' : 'run'} on from the root of now until the next start.`;
    case 'size-changes':
      return `Its size changes with it, from ${formatBytes(note.sizeBytes.before)} to ${formatBytes(note.sizeBytes.after)}.`;
    case 'original-goes':
      return `When all of it is in ${note.pool} twice over and everything names the new one, the original is removed.`;
    case 'revisions-go':
      return `${note.count === 1 ? 'Its revision goes' : `Its ${note.count} revisions go`} with the original, for good.`;
    case 'identity-changes':
      return 'It gets a new uuid, and the mark of who created it; name, settings, tags and firewall stay.';
    case 'made-again':
      return `Qubes cannot rename: ${note.name} is made with all that ${note.vm} has, then ${note.vm} is removed. Settings, tags, notes, firewall and devices stay; its uuid, its number and the address that follows from that do not.`;
    case 'policy-keeps-name':
      return `What knows ${note.vm} by name in dom0, such as files in /etc/qubes/policy.d and backup profiles, does not follow.`;
    case 'root-stays':
      return `Its root is made from ${note.template} at every start and stays in ${note.pool} with it.`;
    case 'references-follow':
      return `${note.count === 1 ? 'One setting that names it is' : `${note.count} settings that name it are`} kept.`;
    case 'qubesd-busy':
      return `While qubesd copies to ${note.pool} it answers nobody: no qube starts or stops until that is done.`;
    case 'copied-twice':
      return `Its data is copied to ${note.pool} twice, and takes twice the room there meanwhile.`;
    case 'pool-data-stays':
      return `Qubes forgets ${note.pool}; nothing on the disk is changed. Add it again with the same options to have it back.`;
    case 'pool-not-made':
      return `What the pool is made of has to be there already: Qubes only gets to know it (${note.driver}).`;
    case 'session-end-unseen':
      return 'Whether its last session was written back cannot be seen from here: shut it down only through Qubes.';
    case 'compared-by-size':
      return 'The copy is compared by size and use. Byte by byte it is when the agent runs as root in dom0.';
    case 'identity-stays':
      return 'It stays the qube that it is: uuid, number, address, settings, tags, devices and whatever names it.';
    case 'qubesd-stops':
      return "qubesd is stopped for a moment, and Qubes' own registry is kept beside what is written. VMs that run go on; none starts or stops meanwhile.";
    default:
      return assertNever(note);
  }
}

const childrenText = (children: readonly string[], storage: StorageType): string =>
  children.length === 1
    ? `${children.join('')} is based on it, keeps its private volume on ${storagePlaces[storage]}, and starts from the new root.`
    : `${children.length} VMs are based on it (${listNames(children)}): they keep their private volumes on ${storagePlaces[storage]}, and start from the new root.`;
const sinceText = (since: string | null): string => (since === null ? 'before' : `on ${formatMoment(since)}`);

const roleNames: Readonly<Record<DefaultRole, string>> = {
  default_template: 'default template',
  default_netvm: 'default NetVM',
  default_fw_netvm: 'default NetVM of firewalls',
  updatevm: 'VM that dom0 gets its updates through',
  clockvm: 'VM that the clock is set by',
};
