import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Reference } from '#shared/domain/relocation.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import { readDeviceLine, type DeviceApi } from '../qubes/admin-api/device-line.ts';
import type { ListedVm } from '../qubes/admin-api/listed-vm.ts';
import { readAllProperties } from '../qubes/admin-api/read-properties.ts';
import { allOf } from './in-turn.ts';
import { readAssignments } from './record-qube.ts';

/**
 * Everything that names the qube and keeps it from being removed: the system's own settings first, since others follow
 * them. What may not be read is a failure: nobody would know what breaks.
 */
export async function findReferences(qubes: AdminQubes, vm: VmName): Promise<Result<readonly Reference[], Failure>> {
  const listed = await qubes.list();
  if (!listed.ok) return listed;
  const api: DeviceApi = listed.value.some(({ uuid }) => uuid !== null) ? 'r4.3' : 'r4.2';
  const [globals, others] = await Promise.all([
    globalReferences(qubes, vm),
    allOf(listed.value.filter(({ name }) => name !== vm).map((other) => referencesOf(qubes, other, vm, api))),
  ]);
  if (!globals.ok) return globals;
  if (!others.ok) return others;
  const all = [...globals.value, ...others.value.flat()];
  // Those that follow another setting need nothing once that one is changed.
  const follows = (reference: Reference): boolean => reference.kind === 'property' && reference.isDefault;
  return ok([...all.filter((one) => !follows(one)), ...all.filter(follows)]);
}

async function globalReferences(qubes: AdminQubes, vm: VmName): Promise<Result<readonly Reference[], Failure>> {
  const properties = await readAllProperties(qubes.calls, null);
  if (!properties.ok) return properties;
  return ok(
    [...properties.value]
      .filter(([, { type, isDefault, value }]) => type === 'vm' && !isDefault && value === vm)
      .map(([property]) => ({ kind: 'global', property })),
  );
}

/** A qube on another machine has no devices here. */
async function referencesOf(
  qubes: AdminQubes,
  other: ListedVm,
  vm: VmName,
  api: DeviceApi,
): Promise<Result<readonly Reference[], Failure>> {
  const [properties, assignments] = await Promise.all([
    readAllProperties(qubes.calls, other.name),
    other.class === 'RemoteVM' ? ok([]) : readAssignments(qubes, other.name, api),
  ]);
  if (!properties.ok) return properties;
  if (!assignments.ok) return assignments;
  const named = [...properties.value].filter(
    ([, { type, isDefault, value }]) => type === 'vm' && value === vm && (api === 'r4.2' || !isDefault),
  );
  const given = assignments.value.filter(({ line }) => readDeviceLine(line, api).backend === vm);
  return ok([
    ...named.map(([property, { isDefault }]) => ({ kind: 'property', vm: other.name, property, isDefault }) as const),
    ...given.map((assignment) => ({ kind: 'device', vm: other.name, assignment }) as const),
  ]);
}

/** Nobody starts those meanwhile: what they are started from changes under them. */
export const referrersIn = (references: readonly Reference[]): readonly VmName[] => [
  ...new Set(references.flatMap((reference) => (reference.kind === 'global' ? [] : [reference.vm]))),
];

/** As a person would name it. */
export function referenceText(reference: Reference): string {
  switch (reference.kind) {
    case 'property':
      return `${reference.property} of ${reference.vm}`;
    case 'global':
      return reference.property;
    case 'device':
      return `a ${reference.assignment.class} device of ${reference.vm}`;
  }
}
