import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminCalls } from './admin-calls.ts';
import { adminRequest } from './admin-request.ts';
import { askLines } from './ask-lines.ts';
import { poolUses, type PoolUse } from '#shared/domain/pool.ts';
import { readDefaultPools, type DefaultPools } from './read-default-pools.ts';
import { readPoolInfo, readPoolUsage, type PoolInfo, type PoolUsage } from './pool-info.ts';

export interface PoolReading {
  readonly name: string;
  readonly info: Result<PoolInfo, Failure>;
  readonly usage: Result<PoolUsage, Failure>;
  /** The ids of all volumes in it, those of no VM too where the driver knows them. */
  readonly vids: Result<readonly string[], Failure>;
  readonly defaultFor: Result<readonly PoolUse[], Failure>;
}

export async function readPools(client: AdminCalls): Promise<Result<readonly PoolReading[], Failure>> {
  const [names, defaults] = await Promise.all([
    askLines(client, adminRequest('admin.pool.List', 'dom0')),
    readDefaultPools(client),
  ]);
  return names.ok ? ok(await Promise.all(names.value.map((name) => readPool(client, name, defaults)))) : names;
}

async function readPool(client: AdminCalls, name: string, defaults: DefaultPools): Promise<PoolReading> {
  const ask = (method: string): Promise<Result<readonly string[], Failure>> =>
    askLines(client, adminRequest(method, 'dom0', name));
  const [info, usage, vids] = await Promise.all([
    ask('admin.pool.Info'),
    ask('admin.pool.UsageDetails'),
    ask('admin.pool.volume.List'),
  ]);
  return {
    name,
    info: info.ok ? ok(readPoolInfo(info.value)) : info,
    usage: usage.ok ? ok(readPoolUsage(usage.value)) : usage,
    vids,
    defaultFor: defaults.ok ? ok(poolUses.filter((use) => defaults.value.get(use) === name)) : defaults,
  };
}
