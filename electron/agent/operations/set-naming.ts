import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { namingBlockers } from '#shared/rules/naming-blockers.ts';
import type { World } from '../inventory/world.ts';
import type { OwnedVolume } from '../storage/owned-volumes.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { namedRoles } from './named-roles.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';
import { inFreeOrder, plannedRename, takenNameBlockers } from './planned-renames.ts';
import { namingSteps, type NamingPorts } from './set-naming-steps.ts';

/**
 * Chooses how the volumes of VMs are named on this machine, and gives those that there are their names. A volume that no VM
 * is registered to have keeps its own: nobody knows what else it is known by.
 */
export function setNamingOperation(ports: NamingPorts): Operation<'set-naming'> {
  return {
    async plan({ vm, scheme }, world, jobs) {
      if (!world.registry.ok) return world.registry;
      const volumes = await volumesOfAll(world, ports);
      if (!volumes.ok) return volumes;
      const wanted = volumes.value.map((volume) => ({ volume, rename: plannedRename(volume, volume.vm, scheme) }));
      const changed = wanted.filter(({ rename: { from, to } }) => from !== to);
      const renames = inFreeOrder(changed.map(({ rename }) => rename));
      const own = namingBlockers(
        scheme,
        changed.map(({ volume }) => volume),
        world.inventory.vms,
        jobs,
      );
      const isSo: readonly Blocker[] =
        scheme === ports.naming.scheme && renames.length === 0 ? [{ code: 'named-so-already', scheme }] : [];
      const blockers = [...isSo, ...own, ...takenNameBlockers(renames, world)];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const draft: DraftOf<'set-naming'> = {
        ...emptyDraft({ name: vm, dirPath: '' }),
        action: { kind: 'set-naming', vm, scheme, before: ports.naming.scheme },
        holds: [...new Set([vm, ...world.registered.keys()])],
        renames,
      };
      return ok(finishPlan(draft, namingSteps(draft, ports)));
    },
    steps: (plan) => namingSteps(plan, ports),
  };
}

/** Of every registered VM: what it has by tag, and what by name as the original patch set left it. */
async function volumesOfAll(
  { registered }: World,
  { owned }: NamingPorts,
): Promise<Result<readonly OwnedVolume[], Failure>> {
  const roles = new Map([...registered].map(([name, vm]) => [name, namedRoles(vm, registered)] as const));
  const found = await owned.of(roles);
  return found.ok ? ok(found.value.filter(({ kind }) => kind !== 'namesake')) : found;
}
