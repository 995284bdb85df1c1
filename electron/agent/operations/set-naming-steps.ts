import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Step } from '../jobs/step.ts';
import type { ChosenNaming } from '../storage/volume-naming.ts';
import type { DraftOf } from './plan-draft.ts';
import { renameVolumes } from './steps/rename-volumes.ts';
import { volumeNameChanges } from './volume-name-changes.ts';
import type { WholeVmPorts } from './whole-vm-ports.ts';

export interface NamingPorts extends Pick<WholeVmPorts, 'registry' | 'hypervisor' | 'owned' | 'confs'> {
  readonly naming: ChosenNaming;
}

type NamingPlan = DraftOf<'set-naming'>;

/**
 * Whose a volume is, its tags say: a VM finds its volumes while some have their new names and others have not, and what is
 * made meanwhile is still named as before.
 */
export const namingSteps = (plan: NamingPlan, ports: NamingPorts): readonly Step[] => [
  checkVolumes(plan, ports),
  ...(plan.renames.length > 0 ? [renameVolumes(plan, ports)] : []),
  chooseNames(plan, ports),
  settleConfs(plan, ports),
];

const shown = { role: null, bytes: null } as const;

/** A job may begin long after its plan, or again after a crash: looks whether anybody has one of the volumes. */
const checkVolumes = (plan: NamingPlan, ports: NamingPorts): Step => ({
  ...shown,
  name: 'check',
  phase: 'check',
  isCheckedAgain: true,
  run: () => stillUnused(plan, ports),
});

async function stillUnused(
  { renames }: NamingPlan,
  { hypervisor, owned }: NamingPorts,
): Promise<Result<void, Failure>> {
  const powers = await hypervisor.powerStates();
  if (!powers.ok) return powers;
  const owners = new Set(renames.map(({ toVm }) => toVm));
  for (const vm of owners) {
    const power = powers.value.get(vm) ?? 'halted';
    if (power !== 'halted') return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
  }
  // One that is gone needs no name.
  const volumes = await owned.of(new Map([...owners].map((vm) => [vm, []])));
  if (!volumes.ok) return volumes;
  const open = volumes.value.find(
    (volume) => volume.isOpen && renames.some(({ identity }) => identity === volume.identity),
  );
  return open === undefined ? done : err({ code: 'volume-in-use', volume: open.path });
}

/** From here on new volumes are named so too. */
const chooseNames = ({ action: { scheme, before } }: NamingPlan, { naming }: NamingPorts): Step => ({
  ...shown,
  name: 'choose',
  phase: 'switch',
  isPointOfNoReturn: true,
  run: () => naming.choose(scheme),
  undo: () => (before === undefined ? Promise.resolve(done) : naming.choose(before)),
});

/** The Xen configurations of all VMs, each of which tells of its own volumes. */
const settleConfs = ({ action: { scheme } }: NamingPlan, { registry, confs }: NamingPorts): Step => ({
  ...shown,
  name: 'settings',
  phase: 'finish',
  async run() {
    const contents = await registry.read();
    if (!contents.ok) return contents;
    for (const { name, dirPath } of contents.value.vms) {
      const volumes = volumeNameChanges({ from: name, to: name }, scheme);
      const rewritten = await confs.rewrite(dirPath, { folders: [], volumes });
      if (!rewritten.ok) return rewritten;
    }
    return done;
  },
});
