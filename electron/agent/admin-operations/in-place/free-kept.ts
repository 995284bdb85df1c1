import { sumBytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PlannedRemoval } from '#shared/domain/plan.ts';
import { freeKeptBlockers } from '#shared/rules/free-kept-blockers.ts';
import type { Step } from '../../jobs/step.ts';
import { emptyDraft, finishPlan } from '../../operations/finish-plan.ts';
import type { Operation } from '../../operations/operation.ts';
import type { DraftOf } from '../../operations/plan-draft.ts';
import { thinDevicePath, type SeenVolume, type ThinLook } from '../../storage/thin-volumes.ts';
import type { AdminWorld } from '../admin-ports.ts';
import { inTurn } from '../in-turn.ts';
import { byUuid } from './in-place-move.ts';
import type { InPlacePorts } from './in-place-ports.ts';

/** Removes what moves of a qube in place have put aside: what the plan names, by lvm2's id of it, and nothing else. */
export const freeKeptOperation = ({ thin }: Pick<InPlacePorts, 'thin'>): Operation<'free-kept', AdminWorld> => ({
  async plan(action, { inventory }, jobs) {
    const vm = inventory.vms.find(({ name }) => name === action.vm);
    if (vm === undefined) return err({ code: 'vm-not-found', vm: action.vm });
    const blockers = freeKeptBlockers(vm, inventory, jobs);
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    const look = await thin.look();
    if (!look.ok) return look;
    const removes = keptOf(vm.name, look.value).map(({ role, vid, usedBytes, uuid }): PlannedRemoval => ({
      role,
      storage: 'lvm',
      path: thinDevicePath(vid),
      usedBytes,
      identity: uuid,
    }));
    const revisions = removes.length - vm.kept.length;
    const draft: DraftOf<'free-kept'> = {
      ...emptyDraft({ name: vm.name, dirPath: '' }),
      action,
      removes,
      freedBytes: sumBytes(removes.map(({ usedBytes }) => usedBytes)),
      notes: revisions <= 0 ? [] : [{ code: 'revisions-go', count: revisions }],
    };
    return ok(finishPlan(draft, [freeStep(draft, { thin })]));
  },
  steps: (plan) => [freeStep(plan, { thin })],
});

interface KeptVolume extends SeenVolume {
  readonly role: PlannedRemoval['role'];
}

const keptOf = (vm: VmName, { volumes }: ThinLook): readonly KeptVolume[] =>
  [...volumes.values()].flatMap((volume) =>
    volume.keptBy !== null && volume.owner?.vm === vm ? [{ ...volume, role: volume.owner.role }] : [],
  );

/** Run again it removes what is left. */
const freeStep = ({ vm, removes }: DraftOf<'free-kept'>, { thin }: Pick<InPlacePorts, 'thin'>): Step => ({
  name: 'free',
  phase: 'free',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run() {
    const look = await thin.look();
    if (!look.ok) return look;
    const there = removes.flatMap(({ identity, path }) => {
      const volume = byUuid(look.value, identity);
      return volume === undefined ? [] : [{ volume, path }];
    });
    for (const { volume, path } of there) {
      const checked = stillKept(volume, vm, path);
      if (!checked.ok) return checked;
    }
    return inTurn(there, ({ volume }) => thin.remove(volume));
  },
});

function stillKept(volume: SeenVolume, vm: VmName, path: string): Result<void, Failure> {
  if (volume.isOpen) return err({ code: 'volume-in-use', volume: path });
  const isAsPlanned = volume.keptBy !== null && volume.owner?.vm === vm && thinDevicePath(volume.vid) === path;
  return isAsPlanned ? done : err({ code: 'kept-changed', path });
}
