import { gib } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { createBlockers } from '#shared/rules/create-blockers.ts';
import { isHvm, rolesFromTemplate, templateUses } from '#shared/rules/new-vm-classes.ts';
import type { World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { RootImage } from '../storage/root-images.ts';
import { creating } from './creating.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { isNameRefused, makingEffects, placeBlockers, volumeBlockers } from './making-draft.ts';
import { makingSteps } from './making-steps.ts';
import { makingOf } from './making.ts';
import type { Operation } from './operation.ts';
import {
  allPlaced,
  placeFresh,
  placeFrom,
  placeImage,
  type Destination,
  type PlacedVolumes,
  type WantedVolume,
} from './placed-volumes.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { removeRootImage } from './steps/remove-root-image.ts';
import { targetStorage } from './target-pool.ts';

type Create = ActionOf<'create'>;

/** How many VMs core-2 has numbers for. */
const mostVms = 253;

/** As large as core-2 makes them (facts/qubes-r2.md §2.2). */
const usualBytes = { pvRoot: gib(10), hvmRoot: gib(20), private: gib(2) };

/**
 * Makes a new VM. What it has of a template's it gets as a clone gets it; the rest is new: with a file system where a guest
 * expects one, without anything where it makes its own.
 */
export function createOperation(ports: OperationPorts): Operation<'create'> {
  const stepsOf = (plan: DraftOf<'create'>) => [
    ...makingSteps(makingOf(plan), creating(plan, ports), ports),
    ...(plan.action.rootImage?.isMoved === true ? [removeRootImage(plan, ports)] : []),
  ];
  return {
    async plan(asked, world, jobs) {
      const { registry, inventory } = world;
      if (!registry.ok) return registry;
      const usual = templateUses[asked.class].isUsual ? registry.value.defaultTemplate : null;
      const action = { ...asked, template: asked.template === undefined ? usual : asked.template };
      const template = action.template === null ? undefined : world.registered.get(action.template);
      const storageType = targetStorage(action, template?.storageType ?? 'file', world);
      const vmDir = ports.folders.placeOf(action.class, action.vm);
      const { vms, networkVms } = registry.value.freeNumbers;
      const needsNetid = action.class === 'NetVM' || action.class === 'ProxyVM';
      const isFull = vms === 0 || (needsNetid && networkVms === 0);

      const own = createBlockers(action, inventory.vms, jobs);
      const taken = isNameRefused(own) ? [] : await placeBlockers(action.vm, vmDir, world, ports);
      const destination = { vm: action.vm, vmDir, backend: ports.storage[storageType], pool: action.pool };
      const image = action.rootImage === undefined ? ok(null) : await ports.rootImages.look(action.rootImage.path);
      const placed = image.ok ? placeVolumes(action, { template, image: image.value }, destination, world) : image;
      const blockers: readonly Blocker[] = [
        ...own,
        ...notOfCore2(action),
        ...taken,
        ...(isFull ? [{ code: 'numbers-exhausted', limit: mostVms } as const] : []),
        ...(placed.ok ? volumeBlockers(placed.value) : [placed.error]),
      ];
      if (!placed.ok || blockers.length > 0) return err({ code: 'refused', blockers });

      const { notes, ...effects } = makingEffects(placed.value);
      const draft: DraftOf<'create'> = {
        ...emptyDraft({ name: action.vm, dirPath: vmDir }),
        ...effects,
        action,
        makes: { vm: action.vm, vmDir, storageType },
        holds: template === undefined ? [action.vm] : [action.vm, template.name],
        notes: [...createNotes(action, template, storageType), ...notes],
      };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

const notOfCore2 = ({ pools, isForDisposables }: Create): readonly Blocker[] => [
  ...(pools === undefined ? [] : [{ code: 'not-made-so-here', option: 'pools' } as const]),
  ...(isForDisposables === true ? [{ code: 'not-made-so-here', option: 'for-disposables' } as const] : []),
];

/** Without the template that it names, or with one of another class, there is a blocker already. */
function placeVolumes(
  action: Create,
  { template, image }: { readonly template: RegisteredVm | undefined; readonly image: RootImage | null },
  destination: Destination,
  world: World,
): Result<PlacedVolumes, Blocker> {
  if (image !== null) {
    const own = placeImage(image, destination, world);
    return allPlaced([own, placeOthers(action, template, ['private'], destination, world)]);
  }
  const roles = template === undefined ? (['root', 'private'] as const) : rolesFromTemplate(action.class);
  return placeOthers(action, template, roles, destination, world);
}

function placeOthers(
  action: Create,
  template: RegisteredVm | undefined,
  roles: readonly VolumeRole[],
  destination: Destination,
  world: World,
): Result<PlacedVolumes, Blocker> {
  if (template !== undefined) return placeFrom(template, roles, destination, world);
  const fileSystem = isHvm(action.class) ? null : 'ext4';
  const usualRoot = isHvm(action.class) ? usualBytes.hvmRoot : usualBytes.pvRoot;
  const wanted: readonly WantedVolume[] = [
    { role: 'root', sizeBytes: action.rootBytes ?? usualRoot, fileSystem },
    { role: 'private', sizeBytes: action.privateBytes ?? usualBytes.private, fileSystem },
  ];
  return placeFresh(
    wanted.filter(({ role }) => roles.includes(role)),
    destination,
    world,
  );
}

function createNotes(
  action: Create,
  template: RegisteredVm | undefined,
  storageType: RegisteredVm['storageType'],
): readonly PlanNote[] {
  const isChosen = action.to !== undefined || action.pool !== undefined;
  const like = isChosen ? null : (template?.name ?? null);
  const notes: readonly PlanNote[] = [{ code: 'storage-type', storageType, like }];
  if (template === undefined || templateUses[action.class].as === 'origin') return notes;
  return [...notes, { code: 'root-follows-template', template: template.name, storageType: template.storageType }];
}
