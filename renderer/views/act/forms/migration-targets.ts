import type { Pool } from '#shared/domain/pool.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { defaultThinPool, isThinPool } from '#shared/rules/default-pool.ts';
import { freeBytesOf } from '#shared/rules/free-bytes.ts';
import { mayHoldVolumes } from '#shared/rules/relocation-blockers.ts';
import { formText } from '#shared/text/form-text.ts';
import { poolDriverName, poolHealthNames } from '#shared/text/pool-text.ts';

export interface MigrationTarget {
  /** A pool's id, or `file`: core-2's image files have one place, the VM's own folder. */
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
      value: targetOf(pool),
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

const isImageFiles = (pool: Pool): boolean => pool.driver === 'file' && pool.health !== 'unknown';
const targetOf = (pool: Pool): string => (isImageFiles(pool) ? 'file' : pool.id);

function blockOf(pool: Pool, vm: Vm | undefined): string | null {
  const isIn = vm?.volumes.some(({ role, pool: its }) => role === 'private' && its === pool.id) ?? false;
  if (isIn) return formText.isThere;
  // Of what else a pool of R4 takes, Qubes itself says.
  if (pool.health === 'unknown') return mayHoldVolumes(pool) ? null : formText.notPlannedFor;
  if (pool.health !== 'ok') return poolHealthNames[pool.health];
  if (!isThinPool(pool) && !isImageFiles(pool)) return formText.notPlannedFor;
  return vm?.storageType === (isImageFiles(pool) ? 'file' : 'lvm') ? formText.notPlannedFor : null;
}
