import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { poolUses, type PoolUse } from '#shared/domain/pool.ts';
import type { AdminCalls } from './admin-calls.ts';
import { adminRequest, callText } from './admin-request.ts';
import { readProperty } from './property.ts';
import { readAllProperties } from './read-properties.ts';

export type DefaultPools = Result<ReadonlyMap<PoolUse, string>, Failure>;

export const defaultPoolProperty = (use: PoolUse): string => (use === 'all' ? 'default_pool' : `default_pool_${use}`);

/** With one call where all of the system's settings may be read, else one by one. */
export async function readDefaultPools(client: AdminCalls): Promise<DefaultPools> {
  const all = await readAllProperties(client, null);
  if (all.ok) return ok(new Map(poolUses.map((use) => [use, all.value.get(defaultPoolProperty(use))?.value ?? ''])));
  if (all.error.code !== 'admin-refused') return all;
  const found = new Map<PoolUse, string>();
  for (const use of poolUses) {
    const request = adminRequest('admin.property.Get', 'dom0', defaultPoolProperty(use));
    const reply = await client.call(request);
    if (!reply.ok) return reply;
    const text = reply.value.toString('utf8');
    const property = readProperty(text);
    if (property === undefined) return err({ code: 'admin-reply-unreadable', call: callText(request), detail: text });
    found.set(use, property.value);
  }
  return ok(found);
}
