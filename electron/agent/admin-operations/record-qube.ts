import { bytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { QubeRecord, RecordedAssignment, RecordedVolume } from '#shared/domain/relocation.ts';
import type { VmClass } from '#shared/domain/vm.ts';
import { adminRequest, callText } from '../qubes/admin-api/admin-request.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import { askLines } from '../qubes/admin-api/ask-lines.ts';
import type { DeviceApi } from '../qubes/admin-api/device-line.ts';
import type { AdminProperty } from '../qubes/admin-api/property.ts';
import { readAllProperties } from '../qubes/admin-api/read-properties.ts';
import { allOf } from './in-turn.ts';
import { settingOrder } from './setting-order.ts';

/** What another qube cannot be given, or is given when it is made (facts §4.1). */
const notCarried: readonly string[] = [
  'name',
  'qid',
  'uuid',
  'klass',
  'label',
  'template',
  'installed_by_rpm',
  'dispid',
];

/**
 * Everything about a qube that another one can be given. Whatever may not be read is a failure: one that was moved
 * without it would not be the same.
 */
export async function recordQube(
  qubes: AdminQubes,
  vm: { readonly name: VmName; readonly class: VmClass; readonly uuid: string | null },
): Promise<Result<QubeRecord, Failure>> {
  const { name } = vm;
  const api: DeviceApi = vm.uuid === null ? 'r4.2' : 'r4.3';
  const [properties, tags, features, firewall, notes, volumes, assignments] = await Promise.all([
    readAllProperties(qubes.calls, name),
    qubes.tags(name),
    readFeatures(qubes, name),
    qubes.text(adminRequest('admin.vm.firewall.Get', name)),
    // R4.2 has none.
    api === 'r4.2' ? ok('') : qubes.text(adminRequest('admin.vm.notes.Get', name)),
    recordVolumes(qubes, name),
    readAssignments(qubes, name, api),
  ]);
  if (!properties.ok) return properties;
  if (!tags.ok) return tags;
  if (!features.ok) return features;
  if (!firewall.ok) return firewall;
  if (!notes.ok) return notes;
  if (!volumes.ok) return volumes;
  if (!assignments.ok) return assignments;
  const value = (property: string): string => properties.value.get(property)?.value ?? '';
  const template = value('template');
  return ok({
    class: vm.class,
    label: value('label'),
    template: template === '' ? null : (template as VmName),
    properties: chosen(properties.value),
    isOfPackage: value('installed_by_rpm') === 'True',
    tags: [...tags.value].sort(),
    features: features.value,
    firewall: firewall.value,
    notes: notes.value,
    volumes: volumes.value,
    assignments: assignments.value,
    identity: { uuid: vm.uuid ?? '', number: value('qid'), address: value('ip') },
  });
}

const chosen = (properties: ReadonlyMap<string, AdminProperty>): QubeRecord['properties'] =>
  [...properties]
    .filter(([name, { isDefault }]) => !isDefault && !notCarried.includes(name))
    .map(([name, { value }]) => ({ name, value }))
    .sort((one, other) => settingOrder(one.name) - settingOrder(other.name) || (one.name < other.name ? -1 : 1));

async function readFeatures(qubes: AdminQubes, vm: string): Promise<Result<QubeRecord['features'], Failure>> {
  const names = await askLines(qubes.calls, adminRequest('admin.vm.feature.List', vm));
  if (!names.ok) return names;
  const features = await allOf(
    [...names.value].sort().map(async (name) => {
      const value = await qubes.feature(vm, name);
      return value.ok ? ok({ name, value: value.value ?? '' }) : value;
    }),
  );
  return features;
}

/** Those that are its own, whether or not they are kept. */
export async function recordVolumes(
  qubes: AdminQubes,
  vm: string,
): Promise<Result<readonly RecordedVolume[], Failure>> {
  const names = await askLines(qubes.calls, adminRequest('admin.vm.volume.List', vm));
  if (!names.ok) return names;
  const volumes = await allOf(names.value.map((name) => recordVolume(qubes, vm, name)));
  return volumes.ok ? ok(volumes.value.filter((volume) => volume !== null)) : volumes;
}

/** null: it is made from another one at every start, or is the kernel, and follows by itself. */
export async function recordVolume(
  qubes: AdminQubes,
  vm: string,
  name: string,
): Promise<Result<RecordedVolume | null, Failure>> {
  const info = await qubes.volume(vm, name);
  if (!info.ok) return info;
  const { value } = info;
  if (value.snapOnStart || name === 'kernel') return ok(null);
  const call = callText(adminRequest('admin.vm.volume.Info', vm, name));
  if (value.sizeBytes === null) return err({ code: 'admin-reply-unreadable', call, detail: 'it has no size' });
  const revisions = value.saveOnStop ? await qubes.revisions(vm, name) : ok([]);
  if (!revisions.ok) return revisions;
  return ok({
    name,
    pool: value.pool,
    vid: value.vid,
    path: value.path,
    sizeBytes: value.sizeBytes,
    usedBytes: value.usedBytes ?? bytes(0),
    isWritable: value.isWritable,
    isKept: value.saveOnStop,
    isEphemeral: value.isEphemeral,
    revisionsToKeep: value.revisionsToKeep,
    revisions: revisions.value,
  });
}

/** The devices that it is given at every start, of every class that there is. */
export async function readAssignments(
  qubes: AdminQubes,
  vm: string,
  api: DeviceApi,
): Promise<Result<readonly RecordedAssignment[], Failure>> {
  const classes = await askLines(qubes.calls, adminRequest('admin.deviceclass.List', 'dom0'));
  if (!classes.ok) return classes;
  const verb = api === 'r4.2' ? 'List' : 'Assigned';
  const lists = await allOf(
    classes.value.map(async (kind) => {
      const lines = await askLines(qubes.calls, adminRequest(`admin.vm.device.${kind}.${verb}`, vm));
      if (!lines.ok) return lines;
      const lasting = lines.value.filter((line) => api === 'r4.3' || /(^| )persistent=yes( |$)/.test(line));
      return ok(lasting.map((line) => ({ class: kind, line })));
    }),
  );
  return lists.ok ? ok(lists.value.flat()) : lists;
}
