import type { ActionOf } from '../domain/action.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { PoolId } from '../domain/ids.ts';
import type { Pool, PoolUse } from '../domain/pool.ts';
import type { Vm } from '../domain/vm.ts';

const kernelDriver = 'linux-kernel';

/** Why new volumes of this use may not go to this pool from now on. */
export function defaultPoolBlockers(use: PoolUse, id: PoolId | null, pools: readonly Pool[]): readonly Blocker[] {
  if (id === null) return use === 'all' || use === 'kernel' ? [{ code: 'default-for-all-needed' }] : [];
  const pool = pools.find((one) => one.id === id);
  if (pool === undefined) return [{ code: 'pool-not-found', pool: id }];
  const { name, driver } = pool;
  const isForKernels = driver === kernelDriver;
  if (use === 'kernel' && !isForKernels) return [{ code: 'pool-holds-no-kernels', pool: name, driver }];
  if (use !== 'kernel' && isForKernels) return [{ code: 'pool-holds-no-volumes', pool: name, driver }];
  return [];
}

/** Why Qubes may not forget this pool now. */
export function removePoolBlockers(id: PoolId, pools: readonly Pool[], vms: readonly Vm[]): readonly Blocker[] {
  const pool = pools.find((one) => one.id === id);
  if (pool === undefined) return [{ code: 'pool-not-found', pool: id }];
  const { name } = pool;
  const by = vms.filter(({ volumes }) => volumes.some((volume) => volume.pool === id)).map((vm) => vm.name);
  const uses = pool.health === 'unknown' ? (pool.defaultFor ?? []) : [];
  const inside = pools.filter((one) => one.health === 'unknown' && one.includedIn === id).map((one) => one.name);
  return [
    ...(by.length === 0 ? [] : [{ code: 'pool-in-use', pool: name, by } as const]),
    ...(uses.length === 0 ? [] : [{ code: 'pool-is-default', pool: name, uses } as const]),
    ...(inside.length === 0 ? [] : [{ code: 'pool-holds-pools', pool: name, pools: inside } as const]),
  ];
}

/** Why Qubes may not be told of this pool; `drivers` are those that it has, with their options. */
export function addPoolBlockers(
  { name, driver, options }: ActionOf<'add-pool'>,
  pools: readonly Pool[],
  drivers: ReadonlyMap<string, readonly string[]>,
): readonly Blocker[] {
  const known = drivers.get(driver);
  return [
    ...(/^[A-Za-z0-9._-]+$/.test(name) ? [] : [{ code: 'pool-name-not-allowed', name } as const]),
    ...(pools.some((pool) => pool.name === name) ? [{ code: 'pool-name-taken', name } as const] : []),
    ...(known === undefined ? [{ code: 'driver-unknown', driver, drivers: [...drivers.keys()] } as const] : []),
    ...Object.entries(options).flatMap(([option, value]): readonly Blocker[] => {
      if (known !== undefined && !known.includes(option)) {
        return [{ code: 'option-unknown', driver, option, options: known }];
      }
      return /^[ -~]+$/.test(value) ? [] : [{ code: 'option-value-not-allowed', option }];
    }),
  ];
}
