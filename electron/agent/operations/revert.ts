import { bytes } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import type { PlanNote, PlannedRevert } from '#shared/domain/plan.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { chosenRevision, chosenRole } from '#shared/rules/chosen-revision.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { revertBlockers } from '#shared/rules/revert-blockers.ts';
import { findSubject, volumeIn, type World } from '../inventory/world.ts';
import type { FoundRevision, FoundVolume } from '../storage/storage-backend.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { revertSteps } from './revert-steps.ts';

/** Makes an older state of a volume the one of now. Where the storage can keep both, what is now becomes a revision itself. */
export function revertOperation(ports: OperationPorts): Operation<'revert'> {
  return {
    plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return Promise.resolve(found);
      const { registered: vm, shown } = found.value;
      const role = chosenRole(shown, action.role);
      const blockers = revertBlockers(shown, role, action.revision, world.inventory, jobs);
      const volume = volumeIn(world.surveys[vm.storageType], vm.name, role);
      const chosen = chosenRevision(shown, role, action.revision);
      const revision = volume?.revisions.find(({ id }) => id === chosen?.id);
      if (blockers.length > 0) return Promise.resolve(err({ code: 'refused', blockers }));
      if (volume === undefined || revision === undefined) {
        return Promise.resolve(err({ code: 'volume-not-found', vm: vm.name, role }));
      }
      const copied = revision.exclusiveBytes ?? bytes(0);
      const revert: PlannedRevert = {
        role,
        storage: vm.storageType,
        revision: revision.id,
        takenAt: revision.takenAt,
        revisionPath: revision.path,
        revisionIdentity: revision.identity,
        path: volume.path,
        identity: volume.identity,
        safetyRevision: volume.nextRevision,
        bytes: volume.nextRevision === null ? copied : bytes(0),
      };
      const draft: DraftOf<'revert'> = {
        ...emptyDraft(vm),
        action: { kind: 'revert', vm: vm.name, role, revision: revision.id },
        revert,
        estimatedSeconds: revert.bytes / expectedBytesPerSecond.copy,
        notes: revertNotes(shown, volume, revision, world),
      };
      return Promise.resolve(ok(finishPlan(draft, revertSteps(draft, ports))));
    },
    steps: (plan) => revertSteps(plan, ports),
  };
}

function revertNotes(
  vm: Vm,
  { role, sizeBytes, nextRevision }: FoundVolume,
  revision: FoundRevision,
  { inventory }: World,
): readonly PlanNote[] {
  const since = revision.takenAt;
  const running = inventory.vms.filter(({ template, power }) => template === vm.name && power !== 'halted');
  return [
    nextRevision === null ? { code: 'now-is-lost', since } : { code: 'now-is-kept', revision: nextRevision, since },
    ...(role === 'root' && running.length > 0
      ? [{ code: 'children-become-outdated', children: running.map(({ name }) => name) } as const]
      : []),
    ...(revision.sizeBytes === null || revision.sizeBytes === sizeBytes
      ? []
      : [{ code: 'size-changes', sizeBytes: { before: sizeBytes, after: revision.sizeBytes } } as const]),
  ];
}
