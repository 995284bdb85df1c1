import { basename } from 'node:path';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import { lvmNameBlockers } from '#shared/rules/lvm-name-blockers.ts';
import { renameBlockers } from '#shared/rules/rename-blockers.ts';
import { isFixed } from '#shared/rules/whole-vm-blockers.ts';
import { findSubject, type World } from '../inventory/world.ts';
import type { FolderFacts } from '../qubes/folder-mover.ts';
import { folderBeside } from '../qubes/vm-folders.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { OwnedVolume } from '../storage/owned-volumes.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { namedRoles } from './named-roles.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';
import { plannedRename, takenNameBlockers } from './planned-renames.ts';
import { renameSteps } from './rename-steps.ts';
import type { WholeVmPorts } from './whole-vm-ports.ts';

/** Gives a halted VM another name: its volumes with all that is kept of them, its folder, its record, and what names them. */
export function renameOperation(ports: WholeVmPorts): Operation<'rename'> {
  return {
    async plan({ vm: name, name: newName }, world, jobs) {
      const found = findSubject(world, name);
      if (!found.ok) return found;
      const { registered: vm, shown } = found.value;
      const children = world.inventory.vms.filter(({ template }) => template === name);
      const subject = { vm: shown, isInstalledByRpm: vm.isInstalledByRpm, children };
      const own = renameBlockers(subject, newName, world.inventory.vms, jobs);
      const around = await lookAround(vm, newName, world, ports);
      if (!around.ok) return around;
      const volumes = around.value.volumes.filter(({ kind }) => kind !== 'namesake');
      const renames = volumes.map((volume) => plannedRename(volume, newName, ports.naming.scheme));
      const taken = world.registered.has(newName) ? [] : takenNameBlockers(renames, world);
      const more = isFixed(own) ? [] : [...surroundingBlockers(vm, newName, around.value, world, ports), ...taken];
      const blockers = [...own, ...more];
      if (blockers.length > 0) return err({ code: 'refused', blockers });

      const draft: DraftOf<'rename'> = {
        ...emptyDraft(vm),
        action: { kind: 'rename', vm: name, name: newName },
        holds: [name, newName],
        renames,
        notes: notesOf(vm, newName, around.value, world),
      };
      return ok(finishPlan(draft, renameSteps(draft, ports)));
    },
    steps: (plan) => renameSteps(plan, ports),
  };
}

/** What the inventory does not tell. */
interface Surroundings {
  readonly volumes: readonly OwnedVolume[];
  /** Volumes that would be taken for the VM's under its new name. */
  readonly inTheWay: readonly OwnedVolume[];
  readonly folder: FolderFacts;
  readonly newFolder: FolderFacts;
  readonly hasNewLink: boolean;
  readonly savefile: string | undefined;
}

async function lookAround(
  vm: RegisteredVm,
  newName: VmName,
  world: World,
  { owned, mover, links, savefileInUse }: WholeVmPorts,
): Promise<Result<Surroundings, Failure>> {
  const found = await owned.of(
    new Map([
      [vm.name, namedRoles(vm, world.registered)],
      [newName, []],
    ]),
  );
  if (!found.ok) return found;
  const folder = await mover.look(vm.dirPath);
  if (!folder.ok) return folder;
  const newFolder = await mover.look(folderBeside(vm.dirPath, newName));
  if (!newFolder.ok) return newFolder;
  const linked = await links.list();
  if (!linked.ok) return linked;
  return ok({
    volumes: found.value.filter((volume) => volume.vm === vm.name),
    inTheWay: found.value.filter((volume) => volume.vm === newName),
    folder: folder.value,
    newFolder: newFolder.value,
    hasNewLink: linked.value.has(newName),
    savefile: await savefileInUse(vm.dirPath),
  });
}

function surroundingBlockers(
  { name: vm, dirPath }: RegisteredVm,
  newName: VmName,
  { volumes, inTheWay, folder, newFolder, hasNewLink, savefile }: Surroundings,
  { inventory, registered }: World,
  { naming }: WholeVmPorts,
): readonly Blocker[] {
  const blockers: Blocker[] = [];
  const poolOf = ({ pool }: OwnedVolume): string => inventory.pools.find(({ id }) => id === pool)?.name ?? pool;
  if (folder.kind === 'missing') blockers.push({ code: 'folder-missing', vm, path: dirPath });
  // A VM of that name is told of already, and its folder and volumes go without saying.
  if (!registered.has(newName)) {
    blockers.push(...lvmNameBlockers(newName, naming.scheme));
    if (newFolder.kind !== 'missing') blockers.push({ code: 'name-taken', name: newName, by: 'folder' });
    if (hasNewLink) blockers.push({ code: 'name-taken', name: newName, by: 'autostart-link' });
    for (const volume of inTheWay) {
      blockers.push({ code: 'target-name-taken', vm, volume: basename(volume.path), pool: poolOf(volume) });
    }
  }
  // Of the volume that the VM uses the inventory tells.
  for (const { kind, role, isOpen } of volumes) {
    if (isOpen && kind !== 'main' && kind !== 'namesake') blockers.push({ code: 'volume-open', vm, role });
  }
  return savefile === undefined ? blockers : [...blockers, { code: 'savefile-in-use', vm, savefile }];
}

function notesOf(
  { name: vm }: RegisteredVm,
  name: VmName,
  { volumes, folder }: Surroundings,
  { registered }: World,
): readonly PlanNote[] {
  const dvm = registered.get(`${vm}-dvm` as VmName);
  return [
    ...(dvm?.template === vm ? [{ code: 'dvm-keeps-name', dvm: dvm.name, name } as const] : []),
    ...(folder.kind === 'folder' && folder.hasMenus ? [{ code: 'menus-keep-name', vm, name } as const] : []),
    ...volumes.flatMap(({ kind, path }) => (kind === 'namesake' ? [{ code: 'namesake-stays', path } as const] : [])),
  ];
}
