import { sumBytes } from '#shared/base/bytes.ts';
import type { PlannedVolume, PlanNote, PoolEffect } from '#shared/domain/plan.ts';
import type { ThinPool } from '#shared/domain/pool.ts';
import { ownsRoot } from '#shared/rules/migrate-blockers.ts';
import type { World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';

/** Nearer to the gate than this share of the pool is worth a word. */
const nearGateFraction = 0.1;

/** What a person should know before a migration, besides the steps themselves. */
export function migrationNotes(
  vm: RegisteredVm,
  volumes: readonly PlannedVolume[],
  pool: ThinPool,
  effect: PoolEffect,
  world: World,
): readonly PlanNote[] {
  const notes: PlanNote[] = [{ code: 'originals-kept', bytes: sumBytes(volumes.map((volume) => volume.dataBytes)) }];
  if (!ownsRoot(vm) && vm.template !== null) {
    const storageType = world.registered.get(vm.template)?.storageType ?? 'file';
    notes.push({ code: 'root-follows-template', template: vm.template, storageType });
  }
  const children = [...world.registered.values()].filter(
    (child) => child.template === vm.name && child.storageType === 'file' && child.class !== 'DispVM',
  );
  if (children.length > 0) notes.push({ code: 'children-keep-files', children: children.map(({ name }) => name) });
  if (effect.bytesToGate !== null && effect.bytesToGate < pool.sizeBytes * nearGateFraction) {
    notes.push({ code: 'near-gate', pool: pool.name, bytesToGate: effect.bytesToGate });
  }
  return notes;
}
