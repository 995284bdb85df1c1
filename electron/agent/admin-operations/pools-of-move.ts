import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolInfo } from '../qubes/admin-api/pool-info.ts';
import type { AdminPorts } from './admin-ports.ts';
import { allOf } from './in-turn.ts';

export async function poolInfosOf(
  names: readonly string[],
  { qubes }: AdminPorts,
): Promise<Result<ReadonlyMap<string, PoolInfo>, Failure>> {
  const infos = await allOf(
    [...new Set(names)].map(async (name) => {
      const info = await qubes.poolInfo(name);
      return info.ok ? ok([name, info.value] as const) : info;
    }),
  );
  return infos.ok ? ok(new Map(infos.value)) : infos;
}

/** qubesd compares the names of two thin pools, and not their volume groups (facts T4). */
export const takenForOne = (one: PoolInfo | undefined, other: PoolInfo): boolean =>
  one?.driver === 'lvm_thin' &&
  other.driver === 'lvm_thin' &&
  one.thinPool === other.thinPool &&
  one.volumeGroup !== other.volumeGroup;

/** Whether a clone within the pool takes no room (facts §4.2). */
export const sharesBlocks = ({ driver, canReflink }: PoolInfo): boolean =>
  driver === 'lvm_thin' || driver === 'zfs' || canReflink;
