import type { Step } from '../../jobs/step.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { volumeNameChanges } from '../volume-name-changes.ts';
import { renamedFolder } from './renamed-folder.ts';

/** Tells the new names in every Xen configuration, the VM's own and those of others that say where its files are. */
export function settleSettings(plan: DraftOf<'rename'>, ports: WholeVmPorts): Step {
  const { vm, oldDirPath, name, dirPath } = renamedFolder(plan);
  const folders = [{ from: oldDirPath, to: dirPath }];
  // Each VM has disks of its own on LVM, and what is called so elsewhere may be another one's.
  const ownVolumes = volumeNameChanges({ from: vm, to: name }, ports.naming.scheme);
  return {
    name: 'settings',
    phase: 'finish',
    role: null,
    bytes: null,
    async run() {
      const contents = await ports.registry.read();
      if (!contents.ok) return contents;
      for (const other of contents.value.vms) {
        const volumes = other.name === name ? ownVolumes : [];
        const rewritten = await ports.confs.rewrite(other.dirPath, { folders, volumes });
        if (!rewritten.ok) return rewritten;
      }
      const own = await ports.confs.rename(dirPath, { from: vm, to: name });
      return own.ok ? ports.moveDvmLinks(oldDirPath, dirPath) : own;
    },
  };
}

/** The link that starts it at boot goes with it, and the job lets go of the folder. */
export function settleLinks(plan: DraftOf<'rename'>, { links, mover }: WholeVmPorts): Step {
  const { vm, name, dirPath } = renamedFolder(plan);
  return {
    name: 'autostart',
    phase: 'finish',
    role: null,
    bytes: null,
    async run({ job }) {
      const handed = await links.hand(vm, name);
      return handed.ok ? mover.letGo(dirPath, job) : handed;
    },
  };
}
