import { bytes, roundUpTo } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import type { MeasuredPool } from '#shared/domain/pool.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import { resizeBlockers } from '#shared/rules/resize-blockers.ts';
import { poolEffect, spaceBlockers } from '#shared/rules/space-blockers.ts';
import { findSubject, volumeIn, type World } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { FoundVolume } from '../storage/storage-backend.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { checkGrowable } from './steps/check-growable.ts';
import { completeTemplate } from './steps/complete-template.ts';
import { growFileSystem } from './steps/grow-file-system.ts';
import { growVolume } from './steps/grow-volume.ts';

/**
 * Makes a volume larger where it is. What has grown stays so: growing is not undone by shrinking, which would cut off data.
 * The file system inside is the guest's own; only where guests are not real is it grown from here.
 */
export function resizeOperation(ports: OperationPorts): Operation<'resize'> {
  return {
    plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return Promise.resolve(found);
      const { registered: vm, shown } = found.value;
      const survey = world.surveys[vm.storageType];
      const volume = volumeIn(survey, vm.name, action.role);
      const pool = survey.pools.find(({ id }) => id === volume?.pool);
      const blockers = resizeBlockers(shown, action.role, action.sizeBytes, jobs);
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      if (volume === undefined || pool === undefined) {
        return Promise.resolve(err({ code: 'volume-not-found', vm: vm.name, role: action.role }));
      }
      return Promise.resolve(draftedPlan(action, vm, volume, pool, world, ports));
    },
    steps: (plan) => resizeSteps(plan, ports),
  };
}

function draftedPlan(
  action: ActionOf<'resize'>,
  vm: RegisteredVm,
  volume: FoundVolume,
  pool: MeasuredPool,
  world: World,
  ports: OperationPorts,
) {
  const { role, sizeBytes: askedBytes } = action;
  const toBytes = isThinPool(pool) ? roundUpTo(pool.extentBytes, askedBytes) : askedBytes;
  const added = [{ sizeBytes: bytes(toBytes - volume.sizeBytes), dataBytes: bytes(0) }];
  const blockers = spaceBlockers(pool, added);
  if (blockers.length > 0) return err({ code: 'refused', blockers } as const);
  const { path, sizeBytes: fromBytes, identity } = volume;
  const draft: DraftOf<'resize'> = {
    ...emptyDraft(vm),
    action,
    grows: [{ role, storage: vm.storageType, path, fromBytes, toBytes, identity }],
    poolEffect: poolEffect(pool, added),
    notes: [
      ...(toBytes === askedBytes ? [] : [{ code: 'rounded-up', askedBytes, sizeBytes: toBytes } as const]),
      ...(isGrownHere(vm, ports) ? [] : [{ code: 'guest-grows-filesystem', role } as const]),
      ...childNotes(action, world),
    ],
  };
  return ok(finishPlan(draft, resizeSteps(draft, ports)));
}

/** An HVM's disk is its own in every respect. */
const isGrownHere = ({ class: vmClass }: RegisteredVm, { hypervisor }: OperationPorts): boolean =>
  hypervisor.growFileSystem !== undefined && vmClass !== 'HVM' && vmClass !== 'TemplateHVM';

function childNotes({ vm, role }: ActionOf<'resize'>, { registered }: World): readonly PlanNote[] {
  const children = [...registered.values()].filter((child) => role === 'root' && child.template === vm);
  return children.length === 0 ? [] : [{ code: 'children-get-it', children: children.map(({ name }) => name) }];
}

function resizeSteps(plan: DraftOf<'resize'>, ports: OperationPorts): readonly Step[] {
  const isLeftToGuest = plan.notes.some(({ code }) => code === 'guest-grows-filesystem');
  return [
    checkGrowable(plan, ports),
    ...plan.grows.flatMap((growth) => [
      growVolume(plan, growth, isLeftToGuest, ports),
      ...(growth.role === 'root' && growth.storage === 'file' ? [completeTemplate(plan, 'file', ports)] : []),
      ...(isLeftToGuest ? [] : [growFileSystem(plan, growth, ports)]),
    ]),
  ];
}
