import type { PlannedGrowth } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { OperationPorts } from '../plan-draft.ts';
import { findGrowable, type ResizePlan } from './check-growable.ts';

/** Not undone: nobody can tell any more what has been written behind the old end. Done again it changes nothing. */
export function growVolume(
  plan: ResizePlan,
  growth: PlannedGrowth,
  isLeftToGuest: boolean,
  ports: OperationPorts,
): Step {
  const { role, storage, fromBytes, toBytes, path } = growth;
  return {
    name: 'grow-volume',
    phase: 'switch',
    role,
    bytes: null,
    command: ports.storage[storage].growCommand(path, toBytes),
    isPointOfNoReturn: true,
    async run({ tell }) {
      const found = await findGrowable(plan, growth, ports);
      if (!found.ok) return found;
      const grown = await ports.storage[storage].grow(found.value.slot, toBytes);
      if (!grown.ok) return grown;
      const ofVolume = { vm: plan.vm, role } as const;
      tell([
        { code: 'volume-grown', ...ofVolume, fromBytes, toBytes },
        ...(isLeftToGuest ? [{ code: 'filesystem-left-to-guest', ...ofVolume } as const] : []),
      ]);
      return grown;
    },
  };
}
