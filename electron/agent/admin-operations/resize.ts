import { done, err, ok, type Result } from '#shared/base/result.ts';
import { bytes } from '#shared/base/bytes.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { resizeBlockers } from '#shared/rules/resize-blockers.ts';
import type { Step, StepTools } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { checkHalted, findVm } from './find-vm.ts';

/** Makes a volume larger. Not every qubesd refuses to make one smaller, so that it is never asked to (facts T6). */
export function resizeOperation(ports: AdminPorts): Operation<'resize', AdminWorld> {
  const stepsOf = (plan: DraftOf<'resize'>): readonly Step[] => [
    {
      name: 'grow-volume',
      phase: 'switch',
      role: plan.action.role,
      bytes: null,
      isPointOfNoReturn: true,
      run: (tools) => grow(plan, tools, ports),
    },
  ];
  return {
    plan(action, world, jobs) {
      const vm = findVm(world, action.vm);
      if (!vm.ok) return Promise.resolve(vm);
      const blockers = resizeBlockers(vm.value, action.role, action.sizeBytes, jobs);
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      const children = world.inventory.vms.filter(({ template }) => action.role === 'root' && template === action.vm);
      const draft: DraftOf<'resize'> = {
        ...emptyDraft({ name: action.vm, dirPath: '' }),
        action,
        notes: [
          { code: 'guest-grows-filesystem', role: action.role },
          ...(children.length === 0
            ? []
            : [{ code: 'children-get-it', children: children.map(({ name }) => name) } as const]),
        ],
      };
      return Promise.resolve(ok(finishPlan(draft, stepsOf(draft))));
    },
    steps: stepsOf,
  };
}

/** Done again after a crash it finds what it wanted. qubesd may fail behind the growing: what counts is the volume. */
async function grow(
  { action: { vm, role, sizeBytes } }: DraftOf<'resize'>,
  { tell }: Pick<StepTools, 'tell'>,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const before = await qubes.volume(vm, role);
  if (!before.ok) return before;
  const fromBytes = before.value.sizeBytes ?? bytes(0);
  if (fromBytes > sizeBytes) {
    const blocker = { code: 'shrink-refused', vm, role, sizeBytes: fromBytes, askedBytes: sizeBytes } as const;
    return err({ code: 'refused', blockers: [blocker] });
  }
  if (fromBytes < sizeBytes) {
    const halted = await checkHalted(vm, { qubes });
    if (!halted.ok) return halted;
    const grown = await qubes.resize(vm, role, sizeBytes);
    const after = await qubes.volume(vm, role);
    if (!after.ok) return grown.ok ? after : grown;
    if ((after.value.sizeBytes ?? 0) < sizeBytes) {
      return grown.ok ? err({ code: 'copy-incomplete', vm, volume: role, detail: 'it has not grown' }) : grown;
    }
  }
  tell([
    { code: 'volume-grown', vm, role, fromBytes, toBytes: sizeBytes },
    { code: 'filesystem-left-to-guest', vm, role },
  ]);
  return done;
}
