import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { referrerBlockers } from '#shared/rules/relocation-blockers.ts';
import { renameBlockers } from '#shared/rules/rename-blockers.ts';
import { isFixed } from '#shared/rules/whole-vm-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { findReferences, referrersIn } from './find-references.ts';
import { findVm } from './find-vm.ts';
import { checkMark } from './move-marks.ts';
import { planCopy } from './plan-copy.ts';
import type { Move } from './relocation-draft.ts';
import { renameNotes } from './rename-notes.ts';
import { renameSteps } from './rename-steps.ts';

/**
 * Gives a halted qube another name. qubesd cannot (facts T1): it is made again under that name where its volumes are,
 * everything that names it is made to name the new one, and the original is removed.
 */
export function renameOperation(ports: AdminPorts): Operation<'rename', AdminWorld> {
  const stepsOf = (plan: DraftOf<'rename'>): readonly Step[] => renameSteps(renamingOf(plan), ports);
  return {
    async plan(action, world, jobs) {
      const found = findVm(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value;
      const ofPackage = await isOfPackage(vm, ports);
      if (!ofPackage.ok) return ofPackage;
      // Those that are based on it are among what names it.
      const subject = { vm, isInstalledByRpm: ofPackage.value, children: [] };
      const blockers = renameBlockers(subject, action.name, world.inventory.vms, jobs);
      if (isFixed(blockers)) return err({ code: 'refused', blockers });
      const marked = await checkMark(ports.qubes, vm.name, null);
      if (!marked.ok) return marked;
      const references = await findReferences(ports.qubes, vm.name);
      if (!references.ok) return references;
      const powers = new Map(world.inventory.vms.map(({ name, power }) => [name, power]));
      const all = [...blockers, ...referrerBlockers(vm.name, references.value, powers)];
      if (all.length > 0) return err({ code: 'refused', blockers: all });
      const copy = await planCopy(vm, action.name, { pool: null }, world, ports);
      if (!copy.ok) return copy;
      const draft: DraftOf<'rename'> = {
        ...emptyDraft({ name: vm.name, dirPath: '' }),
        ...copy.value,
        action,
        holds: [vm.name, action.name, ...referrersIn(references.value)],
        relocation: { ...copy.value.relocation, references: references.value },
      };
      const noted = { ...draft, notes: [...renameNotes(renamingOf(draft), ports), ...draft.notes] };
      return ok(finishPlan(noted, stepsOf(noted)));
    },
    steps: stepsOf,
  };
}

function renamingOf({ vm, action, relocation }: DraftOf<'rename'>): Move {
  if (relocation === null) throw new Error('no plan of R4');
  return { vm, name: action.name, pool: null, relocation };
}

/** dom0 has no such property. */
async function isOfPackage({ name, class: vmClass }: Vm, { qubes }: AdminPorts): Promise<Result<boolean, Failure>> {
  if (vmClass === 'AdminVM') return ok(false);
  const property = await qubes.property(name, 'installed_by_rpm');
  return property.ok ? ok(property.value.value === 'True') : property;
}
