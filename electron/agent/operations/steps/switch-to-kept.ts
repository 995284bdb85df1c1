import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlannedRestore } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { VolumeSlot } from '../../storage/storage-backend.ts';
import type { DraftOf, OperationPorts } from '../plan-draft.ts';
import { checkHalted } from './check-halted.ts';
import { switchRegistry } from './switch-registry.ts';

type RestorePlan = DraftOf<'restore-kept'>;

const slotIn = ({ vm, vmDir }: RestorePlan, { role }: PlannedRestore): VolumeSlot => ({ vm, vmDir, role });

export const checkRestorable = (plan: RestorePlan, ports: OperationPorts): Step => ({
  name: 'check',
  phase: 'check',
  role: null,
  bytes: null,
  isCheckedAgain: true,
  async run({ signal }) {
    const contents = await ports.registry.read({ signal });
    return contents.ok ? stillRestorable(plan, contents.value, ports) : contents;
  },
});

/** The one moment that others can see: under the registry's lock the VM gets the kind of storage that it had before. */
export const switchToKept = (plan: RestorePlan, ports: OperationPorts): Step => ({
  name: 'switch',
  phase: 'switch',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  run: () =>
    switchRegistry(
      ports.registry,
      async (current) => {
        if (isSwitched(plan, current)) return ok([]);
        const still = await stillRestorable(plan, current, ports);
        return still.ok ? ok(changesOf(plan)) : still;
      },
      (contents) => isSwitched(plan, contents),
    ),
});

/** One says it for all: a VM's own volumes are of one kind of storage. */
const changesOf = ({ vm, restores }: RestorePlan): readonly RegistryChange[] =>
  restores.slice(0, 1).map(({ to }) => ({ kind: 'set', vm, settings: { storageType: to } }));

/** What is kept from here on has to be known as the VM's by more than its name. */
export const keepReplaced = (plan: RestorePlan, ports: OperationPorts): Step => ({
  name: 'keep-newer',
  phase: 'keep',
  role: null,
  bytes: null,
  async run() {
    for (const restore of plan.restores) {
      const adopted = await ports.storage[restore.from].adopt(slotIn(plan, restore));
      if (!adopted.ok) return adopted;
    }
    return done;
  },
});

const isSwitched = ({ vm, restores }: RestorePlan, { vms }: RegistryContents): boolean =>
  vms.some(({ name, storageType }) => name === vm && restores.every(({ to }) => to === storageType));

/** The VM is as planned and halted, what is kept is what it was, and nobody has either of the two open. */
async function stillRestorable(
  plan: RestorePlan,
  { vms }: RegistryContents,
  { hypervisor, storage }: OperationPorts,
): Promise<Result<void, Failure>> {
  const vm = vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  if (vm.dirPath !== plan.vmDir || plan.restores.some(({ from }) => from !== vm.storageType)) {
    return err({ code: 'vm-changed', vm: plan.vm });
  }
  const halted = await checkHalted(plan.vm, hypervisor);
  if (!halted.ok) return halted;
  for (const restore of plan.restores) {
    const slots = [slotIn(plan, restore)];
    const [kept] = (await storage[restore.to].survey(slots)).volumes;
    const [used] = (await storage[restore.from].survey(slots)).volumes;
    if (kept?.isActive !== true) return err({ code: 'volume-not-found', vm: plan.vm, role: restore.role });
    if (kept.identity !== restore.identity) return err({ code: 'kept-changed', path: kept.path });
    if (used?.identity !== restore.replaced?.identity) return err({ code: 'plan-changed' });
    const open = [kept, used].find((volume) => volume?.isOpen === true);
    if (open !== undefined) return err({ code: 'volume-in-use', volume: open.path });
  }
  return done;
}
