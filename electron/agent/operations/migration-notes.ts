import { sumBytes } from '#shared/base/bytes.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { ownsRoot } from '#shared/rules/migrate-blockers.ts';
import type { World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { PlanDraft } from './plan-draft.ts';

/** Nearer to the gate than this share of the pool is worth a word. */
const nearGateFraction = 0.1;

/** What a person should know before a migration, besides the steps themselves. */
export function migrationNotes(
  { action: { to }, volumes, poolEffect }: PlanDraft & { readonly action: { readonly to: StorageType } },
  vm: RegisteredVm,
  pool: Pool,
  world: World,
): readonly PlanNote[] {
  const keptBytes = sumBytes(volumes.map((volume) => volume.dataBytes));
  const notes: PlanNote[] = [{ code: to === 'lvm' ? 'originals-kept' : 'volumes-kept', bytes: keptBytes }];
  if (!ownsRoot(vm) && vm.template !== null) {
    const storageType = world.registered.get(vm.template)?.storageType ?? 'file';
    notes.push({ code: 'root-follows-template', template: vm.template, storageType });
  }
  const children = [...world.registered.values()].filter(
    (child) => child.template === vm.name && child.storageType !== to && child.class !== 'DispVM',
  );
  if (children.length > 0) {
    const code = to === 'lvm' ? 'children-keep-files' : 'children-keep-volumes';
    notes.push({ code, children: children.map(({ name }) => name) });
  }
  const bytesToGate = poolEffect?.bytesToGate ?? null;
  if (bytesToGate !== null && bytesToGate < (pool.sizeBytes ?? 0) * nearGateFraction) {
    notes.push({ code: 'near-gate', pool: pool.name, bytesToGate });
  }
  return notes;
}
