import type { Pool } from '#shared/domain/pool.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { defaultThinPool, isThinPool } from '#shared/rules/default-pool.ts';
import { freeBytesOf } from '#shared/rules/free-bytes.ts';
import { formText } from '#shared/text/form-text.ts';
import { poolDriverName, poolHealthNames } from '#shared/text/pool-text.ts';

export interface MigrationTarget {
  /** A thin pool's id, or `file`: image files have one place, the VM's own folder. */
  readonly value: string;
  readonly title: string;
  readonly detail: string;
  readonly blockedBy: string | null;
}

/** Where this VM could go, the usual place first. */
export function migrationTargets(pools: readonly Pool[], vm: Vm | undefined): readonly MigrationTarget[] {
  const usual = defaultThinPool(pools);
  return pools
    .map((pool) => ({
      value: pool.driver === 'file' ? 'file' : pool.id,
      title: pool.name,
      detail: detailOf(pool, pool.id === usual?.id),
      blockedBy: blockOf(pool, vm),
    }))
    .sort((one, other) => Number(other.value === usual?.id) - Number(one.value === usual?.id));
}

function detailOf(pool: Pool, isUsual: boolean): string {
  const free = formText.free(poolDriverName(pool), freeBytesOf(pool));
  return isUsual ? `${free} · ${formText.isUsual}` : free;
}

function blockOf(pool: Pool, vm: Vm | undefined): string | null {
  if (pool.health !== 'ok' && pool.health !== 'unknown') return poolHealthNames[pool.health];
  if (!isThinPool(pool) && pool.driver !== 'file') return formText.notPlannedFor;
  const isThere = vm?.storageType === (pool.driver === 'file' ? 'file' : 'lvm');
  if (!isThere) return null;
  return vm.volumes.some((volume) => volume.pool === pool.id) ? formText.isThere : formText.notPlannedFor;
}
