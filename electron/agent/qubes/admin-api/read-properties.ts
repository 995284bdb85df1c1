import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminCalls } from './admin-calls.ts';
import { adminRequest, callText, type AdminRequest } from './admin-request.ts';
import { readProperty, readPropertyLine, type AdminProperty } from './property.ts';
import { readLines } from './read-lines.ts';

/** What asking for one property came to; one that the VM's class does not have is left out. */
export type Properties = ReadonlyMap<string, AdminProperty | 'not-permitted'>;

/**
 * The properties of a VM: all that it has with one call where that is allowed, else `wanted` one by one, each of which a
 * policy may allow or not.
 */
export async function readProperties(
  client: AdminCalls,
  vm: string,
  wanted: readonly string[],
): Promise<Result<Properties, Failure>> {
  const request = adminRequest('admin.vm.property.GetAll', vm);
  const all = await client.call(request);
  if (all.ok) return readAll(request, all.value);
  if (all.error.code !== 'admin-refused') return all;
  const found = new Map<string, AdminProperty | 'not-permitted'>();
  for (const name of wanted) {
    const one = await readOne(client, vm, name);
    if (!one.ok) return one;
    if (one.value !== 'absent') found.set(name, one.value);
  }
  return ok(found);
}

/** All of them, the system's own where `vm` is null; fails where that one call is not allowed. */
export async function readAllProperties(
  client: AdminCalls,
  vm: string | null,
): Promise<Result<ReadonlyMap<string, AdminProperty>, Failure>> {
  const request =
    vm === null ? adminRequest('admin.property.GetAll', 'dom0') : adminRequest('admin.vm.property.GetAll', vm);
  const all = await client.call(request);
  return all.ok ? readAll(request, all.value) : all;
}

function readAll(request: AdminRequest, data: Buffer): Result<ReadonlyMap<string, AdminProperty>, Failure> {
  const call = callText(request);
  const lines = readLines(call, data);
  if (!lines.ok) return lines;
  const found = new Map<string, AdminProperty>();
  for (const line of lines.value) {
    const property = readPropertyLine(line);
    if (property === undefined) return err({ code: 'admin-reply-unreadable', call, detail: line });
    found.set(...property);
  }
  return ok(found);
}

async function readOne(
  client: AdminCalls,
  vm: string,
  name: string,
): Promise<Result<AdminProperty | 'not-permitted' | 'absent', Failure>> {
  const request = adminRequest('admin.vm.property.Get', vm, name);
  const reply = await client.call(request);
  if (reply.ok) {
    const text = reply.value.toString('utf8');
    const property = readProperty(text);
    return property === undefined
      ? err({ code: 'admin-reply-unreadable', call: callText(request), detail: text })
      : ok(property);
  }
  if (reply.error.code === 'admin-refused') return ok('not-permitted');
  const { error } = reply;
  return error.code === 'admin-exception' && error.type === 'QubesNoSuchPropertyError' ? ok('absent') : reply;
}
