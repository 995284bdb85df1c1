import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RecordedAssignment, Reference } from '#shared/domain/relocation.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import { adminRequest } from '../qubes/admin-api/admin-request.ts';
import { assignmentPayload, deviceArgument, readDeviceLine, type DeviceApi } from '../qubes/admin-api/device-line.ts';
import { isException } from '../qubes/admin-api/is-exception.ts';
import { inTurn } from './in-turn.ts';

/**
 * Makes every setting that names `from` name `to`. One that names neither has been changed by somebody since, and stays.
 * What follows another setting is looked at behind that one, and set only if it still names `from`.
 */
export const repoint = (
  qubes: AdminQubes,
  references: readonly Reference[],
  { from, to }: { readonly from: VmName; readonly to: VmName },
): Promise<Result<void, Failure>> =>
  inTurn(references, async (reference) => {
    if (reference.kind === 'device') return done;
    const vm = reference.kind === 'property' ? reference.vm : null;
    const now = await qubes.property(vm, reference.property);
    // It has been removed since, and names nobody any more.
    if (!now.ok) return isException(now.error, 'QubesVMNotFoundError') ? done : now;
    return now.value.value === from ? qubes.setProperty(vm, reference.property, to) : done;
  });

/** Lets what only followed another setting follow it again. */
export const followAgain = (qubes: AdminQubes, references: readonly Reference[]): Promise<Result<void, Failure>> =>
  inTurn(references, async (reference) => {
    if (reference.kind !== 'property' || !reference.isDefault) return done;
    const now = await qubes.property(reference.vm, reference.property);
    if (!now.ok) return isException(now.error, 'QubesVMNotFoundError') ? done : now;
    return now.value.isDefault ? done : qubes.setProperty(reference.vm, reference.property, null);
  });

/** The devices that a VM is given at every start, and which VM. */
interface Given {
  readonly vm: VmName;
  readonly assignment: RecordedAssignment;
}

export const devicesIn = (references: readonly Reference[]): readonly Given[] =>
  references.filter((reference) => reference.kind === 'device');

/** The same device of a backend that has another name now. */
export const ofBackend = (given: Given, { from, to }: { readonly from: VmName; readonly to: VmName }): Given => {
  const { line } = given.assignment;
  if (!line.startsWith(`${from}+`)) return given;
  const renamed = `${to}${line.slice(from.length)}`.replace(` backend_domain='${from}'`, ` backend_domain='${to}'`);
  return { ...given, assignment: { ...given.assignment, line: renamed } };
};

const isThere = async (
  qubes: AdminQubes,
  { vm, assignment }: Given,
  api: DeviceApi,
): Promise<Result<boolean, Failure>> => {
  const verb = api === 'r4.2' ? 'List' : 'Assigned';
  const lines = await qubes.text(adminRequest(`admin.vm.device.${assignment.class}.${verb}`, vm));
  if (!lines.ok) return lines;
  const wanted = deviceArgument(readDeviceLine(assignment.line, api));
  const listed = lines.value.split('\n').filter((line) => line !== '');
  return { ok: true, value: listed.some((line) => deviceArgument(readDeviceLine(line, api)) === wanted) };
};

const apiOf = ({ line }: RecordedAssignment): DeviceApi => (/ \S+='/.test(line) ? 'r4.3' : 'r4.2');

/** No VM is given these any more: their backend is about to go. */
export const withhold = (qubes: AdminQubes, given: readonly Given[]): Promise<Result<void, Failure>> =>
  inTurn(given, async (one) => {
    const api = apiOf(one.assignment);
    const there = await isThere(qubes, one, api);
    if (!there.ok || !there.value) return there.ok ? done : there;
    const device = readDeviceLine(one.assignment.line, api);
    const verb = api === 'r4.2' ? 'Detach' : 'Unassign';
    return qubes.act(adminRequest(`admin.vm.device.${one.assignment.class}.${verb}`, one.vm, deviceArgument(device)));
  });

/** They are again, as it was recorded. */
export const giveAgain = (qubes: AdminQubes, given: readonly Given[]): Promise<Result<void, Failure>> =>
  inTurn(given, async (one) => {
    const api = apiOf(one.assignment);
    const there = await isThere(qubes, one, api);
    if (!there.ok || there.value) return there.ok ? done : there;
    const device = readDeviceLine(one.assignment.line, api);
    const verb = api === 'r4.2' ? 'Attach' : 'Assign';
    const method = `admin.vm.device.${one.assignment.class}.${verb}`;
    return qubes.act(adminRequest(method, one.vm, deviceArgument(device), assignmentPayload(device, one.vm)));
  });
