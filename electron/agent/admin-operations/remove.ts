import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlannedRemoval } from '#shared/domain/plan.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { wholeVmBlockers } from '#shared/rules/whole-vm-blockers.ts';
import type { Step, StepTools } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { findReferences, referenceText } from './find-references.ts';
import { checkHalted, findVm } from './find-vm.ts';
import { checkMark } from './move-marks.ts';
import { recordVolumes } from './record-qube.ts';
import { whatIsLeft } from './remove-own.ts';

/** Removes a qube with its volumes, and looks whether these are gone: qubesd says so in any case (facts T9). */
export function removeOperation(ports: AdminPorts): Operation<'remove', AdminWorld> {
  const stepsOf = (plan: DraftOf<'remove'>): readonly Step[] => [
    {
      name: 'remove',
      phase: 'free',
      role: null,
      bytes: null,
      isPointOfNoReturn: true,
      run: (tools) => remove(plan, tools, ports),
    },
  ];
  return {
    async plan(action, world, jobs) {
      const found = findVm(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value;
      if (action.keepsFiles) return err({ code: 'refused', blockers: [{ code: 'not-on-this-system' }] });
      const early = wholeVmBlockers(vm, false, jobs);
      if (early.length > 0) return err({ code: 'refused', blockers: early });
      const free = await checkFree(vm.name, ports);
      if (!free.ok) return free;
      const ofPackage = await ports.qubes.property(vm.name, 'installed_by_rpm');
      if (!ofPackage.ok) return ofPackage;
      const volumes = await recordVolumes(ports.qubes, vm.name);
      if (!volumes.ok) return volumes;
      const blockers = wholeVmBlockers(vm, ofPackage.value.value === 'True', jobs);
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const removes = removalsOf(vm, volumes.value);
      const draft = { ...emptyDraft({ name: vm.name, dirPath: '' }), action, removes };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

/** No job has it as its only whole copy, and nothing names it. */
async function checkFree(vm: Vm['name'], { qubes }: AdminPorts): Promise<Result<void, Failure>> {
  const unmarked = await checkMark(qubes, vm, null);
  if (!unmarked.ok) return unmarked;
  const references = await findReferences(qubes, vm);
  if (!references.ok) return references;
  const by = references.value.map(referenceText);
  return by.length === 0 ? done : err({ code: 'still-referred-to', vm, by });
}

const removalsOf = (vm: Vm, volumes: readonly RecordedVolume[]): readonly PlannedRemoval[] =>
  volumes.flatMap(({ name, path, usedBytes, vid, isKept }) => {
    const shown = vm.volumes.find(({ role }) => role === name);
    if (!isKept || shown === undefined || shown.storage === 'other') return [];
    return [{ role: shown.role, storage: shown.storage, path, usedBytes, identity: vid }];
  });

interface Place {
  readonly pool: string;
  readonly vid: string;
}

/** Cut off, it may have come about: where its volumes were is written down before. */
async function remove(
  { vm }: DraftOf<'remove'>,
  { remembered, remember, tell }: Pick<StepTools, 'remembered' | 'remember' | 'tell'>,
  ports: AdminPorts,
): Promise<Result<void, Failure>> {
  const found = await ports.qubes.find(vm);
  if (!found.ok) return remembered === undefined ? found : err({ code: 'switch-uncertain', path: 'qubesd' });
  let places = (remembered ?? []) as readonly Place[];
  if (found.value !== undefined) {
    const halted = await checkHalted(vm, ports);
    if (!halted.ok) return halted;
    const free = await checkFree(vm, ports);
    if (!free.ok) return free;
    const volumes = await recordVolumes(ports.qubes, vm);
    if (!volumes.ok) return volumes;
    places = volumes.value.filter(({ isKept }) => isKept).map(({ pool, vid }) => ({ pool, vid }));
    remember(places);
    const removed = await ports.qubes.remove(vm);
    if (!removed.ok) return removed;
  } else if (remembered === undefined) return err({ code: 'vm-not-found', vm });
  const left = await whatIsLeft(places, ports);
  tell(left.map((one) => ({ code: 'volumes-left', vm, ...one })));
  return done;
}
