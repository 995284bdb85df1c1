import { sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlannedRemoval, PlanNote } from '#shared/domain/plan.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { removeBlockers } from '#shared/rules/remove-blockers.ts';
import { isFixed } from '#shared/rules/whole-vm-blockers.ts';
import { findSubject, type World } from '../inventory/world.ts';
import type { FolderFacts } from '../qubes/folder-mover.ts';
import type { RegisteredVm, RegistryContents } from '../qubes/vm-registry.ts';
import type { OwnedVolume } from '../storage/owned-volumes.ts';
import { defaultRolesOf, dependantsOf } from './dependants.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { namedRoles } from './named-roles.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';
import { removeSteps } from './remove-steps.ts';
import type { WholeVmPorts } from './whole-vm-ports.ts';

/** Removes a VM that nobody needs: its record first, so that nothing is ever registered that is not whole, then all else. */
export function removeOperation(ports: WholeVmPorts): Operation<'remove'> {
  return {
    async plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return found;
      const { registered: vm, shown } = found.value;
      const around = await lookAround(vm, world, ports);
      if (!around.ok) return around;
      const { keepsFiles } = action;
      const dependants = dependantsOf(vm.name, [...world.registered.values()]);
      const subject = { vm: shown, isInstalledByRpm: vm.isInstalledByRpm, keepsFiles, ...dependants };
      const own = removeBlockers(subject, jobs);
      const isMore = !keepsFiles && !isFixed(own);
      const blockers = [...own, ...(isMore ? surroundingBlockers(vm, around.value, world) : [])];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const planned = await drafted(action, vm, shown, around.value, ports);
      return planned.ok ? ok(finishPlan(planned.value, removeSteps(planned.value, ports))) : planned;
    },
    steps: (plan) => removeSteps(plan, ports),
  };
}

/** What the inventory does not tell. */
interface Surroundings {
  readonly contents: RegistryContents;
  readonly volumes: readonly OwnedVolume[];
  readonly folder: FolderFacts;
  readonly savefile: string | undefined;
}

async function lookAround(
  vm: RegisteredVm,
  world: World,
  { registry, owned, mover, savefileInUse }: WholeVmPorts,
): Promise<Result<Surroundings, Failure>> {
  const contents = await registry.read();
  if (!contents.ok) return contents;
  const volumes = await owned.of(new Map([[vm.name, namedRoles(vm, world.registered)]]));
  if (!volumes.ok) return volumes;
  const folder = await mover.look(vm.dirPath);
  if (!folder.ok) return folder;
  const savefile = await savefileInUse(vm.dirPath);
  return ok({ contents: contents.value, volumes: volumes.value, folder: folder.value, savefile });
}

function surroundingBlockers(
  { name: vm, dirPath }: RegisteredVm,
  { volumes, folder, savefile }: Surroundings,
  { registered }: World,
): readonly Blocker[] {
  const blockers: Blocker[] = [];
  // Everything below it would go with it.
  const isShared = [...registered.values()].some(
    (other) => other.name !== vm && `${other.dirPath}/`.startsWith(`${dirPath}/`),
  );
  const isOwn = folder.kind === 'missing' || (folder.kind === 'folder' && folder.isInPlace && !isShared);
  if (!isOwn) blockers.push({ code: 'folder-not-own', vm, path: dirPath });
  // Of the volume that the VM uses the inventory tells.
  for (const { kind, role, isOpen } of volumes) {
    if (isOpen && kind !== 'main' && kind !== 'namesake') blockers.push({ code: 'volume-open', vm, role });
  }
  return savefile === undefined ? blockers : [...blockers, { code: 'savefile-in-use', vm, savefile }];
}

async function drafted(
  action: DraftOf<'remove'>['action'],
  vm: RegisteredVm,
  shown: Vm,
  { contents, volumes, folder }: Surroundings,
  { usedBytesUnder }: WholeVmPorts,
): Promise<Result<DraftOf<'remove'>, Failure>> {
  const own = volumes.filter(({ kind }) => kind !== 'namesake');
  const hasFolder = folder.kind !== 'missing';
  const paths = [...(hasFolder ? [vm.dirPath] : []), ...own.map(({ path }) => path)];
  const roles = defaultRolesOf(vm.name, contents);
  const notes: PlanNote[] = roles.length === 0 ? [] : [{ code: 'is-default', vm: vm.name, roles }];
  if (action.keepsFiles) {
    return ok({ ...emptyDraft(vm), action, notes: [...notes, { code: 'files-stay', paths }] });
  }
  const removes = own.map(removalOf);
  const removesFolders = hasFolder ? [{ path: vm.dirPath, usedBytes: await usedBytesUnder(vm.dirPath) }] : [];
  const kept = shown.kept.map(({ path }) => path);
  if (kept.length > 0) notes.push({ code: 'kept-goes-too', paths: kept });
  for (const { kind, path } of volumes) if (kind === 'namesake') notes.push({ code: 'namesake-stays', path });
  return ok({
    ...emptyDraft(vm),
    action,
    removes,
    removesFolders,
    freedBytes: sumBytes([...removes, ...removesFolders].map(({ usedBytes }) => usedBytes)),
    notes,
  });
}

const removalOf = ({ role, path, usedBytes, identity }: OwnedVolume): PlannedRemoval => ({
  role,
  storage: 'lvm',
  path,
  usedBytes,
  identity,
});
