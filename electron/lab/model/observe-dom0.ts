import type { Inventory } from '#shared/domain/inventory.ts';
import type { VolumeState } from '#shared/domain/volume.ts';
import type { LabBox } from '../lab-box.ts';
import type { Mark, ModelDom0, ModelVm } from './model-dom0.ts';

export const markLength = 48;

/** Prints the mark of every main volume, on either kind of storage: `file|lvm NAME ROLE MARK`, a line each. */
const readMarks = `
  shopt -s nullglob
  # Built in, all of it: a program for each volume would take longer than everything else.
  told() { IFS= read -r -d '' -N ${markLength} mark < "$4"; echo "$1 $2 $3 \${mark// /}"; }
  for image in /var/lib/qubes/{vm-templates,appvms,servicevms}/*/{root,private}.img; do
    dir=\${image%/*} role=\${image##*/}
    told file "\${dir##*/}" "\${role%.img}" "$image"
  done
  for volume in /dev/qubes_dom0/*; do
    name=\${volume##*/}
    case "$name" in pool0|*.rev-*|*.job-*) continue;; esac
    told lvm "\${name%-*}" "\${name##*-}" "$volume"
  done
`;

/** Marks of the volumes that are really there, by `STORAGE NAME ROLE`. */
export async function observeMarks(box: LabBox): Promise<ReadonlyMap<string, Mark>> {
  const lines = (await box.sh(readMarks)).split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
}

/** The marks that the model says are there. */
export function expectedMarks(dom0: ModelDom0): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const vm of dom0.values()) {
    for (const [role, mark] of Object.entries(vm.marks)) marks.set(`${vm.storage} ${vm.name} ${role}`, String(mark));
    const keptStorage = vm.storage === 'file' ? 'lvm' : 'file';
    for (const [role, mark] of Object.entries(vm.kept?.marks ?? {})) {
      marks.set(`${keptStorage} ${vm.name} ${role}`, String(mark));
    }
    if (vm.sessionRoot !== null) marks.set(`lvm ${vm.name} root`, vm.sessionRoot);
  }
  return marks;
}

const sizeMib = (state: VolumeState): number => (state.kind === 'present' ? state.sizeBytes / 2 ** 20 : NaN);

/** What the agent shows of a VM, in the words of the model. */
export const observedVms = ({ vms }: Inventory): readonly Omit<ModelVm, 'marks' | 'sessionRoot' | 'kept'>[] =>
  vms
    .filter(({ class: vmClass }) => vmClass !== 'AdminVM')
    .map(({ name, class: vmClass, template, storageType, power, autostart, hasAutostartLink, volumes }) => ({
      name,
      class: vmClass as ModelVm['class'],
      template,
      storage: storageType as ModelVm['storage'],
      isRunning: power !== 'halted',
      autostart: autostart === true && hasAutostartLink === true,
      privateMib: volumes.reduce((sum, { role, state }) => (role === 'private' ? sum + sizeMib(state) : sum), 0),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
