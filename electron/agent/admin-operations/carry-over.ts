import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { QubeRecord } from '#shared/domain/relocation.ts';
import { adminRequest } from '../qubes/admin-api/admin-request.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import { inTurn } from './in-turn.ts';
import { moveFeature, prohibitStartFeature, restoreTag } from './move-marks.ts';

/** qubesd puts these on by itself, or nobody can. */
const ownTags = /^(created-by-|guivm-|audiovm-)/;
/** Kept by qubesd for itself; disposables of a copy must not begin to start (facts T13). */
const ownFeatures = /^(deferred-netvm-original|preload-dispvm.*)$/;

/** Set when all is done: nothing of the copy may start by itself. */
const lastProperty = 'autostart';
const lastFeature = 'preload-dispvm-max';

export const carriedTags = ({ tags }: Pick<QubeRecord, 'tags'>): readonly string[] =>
  tags.filter((tag) => !ownTags.test(tag) && tag !== restoreTag);

export const carriedFeatures = ({ features }: Pick<QubeRecord, 'features'>): QubeRecord['features'] =>
  features.filter(({ name }) => !ownFeatures.test(name) && name !== prohibitStartFeature && name !== moveFeature);

/** Its own settings, as those of `to`: one that is its own default for disposables stays that. */
export const carriedProperties = (
  { properties }: Pick<QubeRecord, 'properties'>,
  { of, to }: { readonly of: VmName; readonly to: VmName },
): QubeRecord['properties'] =>
  properties
    .filter(({ name }) => name !== lastProperty)
    .map(({ name, value }) => ({ name, value: value === of && namesAQube(name) ? to : value }));

/** Gives the qube `to` all that was recorded of `of`, but for its volumes, its devices and what starts it by itself. */
export async function carryOver(
  qubes: AdminQubes,
  record: QubeRecord,
  names: { readonly of: VmName; readonly to: VmName },
): Promise<Result<void, Failure>> {
  const { to } = names;
  const set = await inTurn(carriedProperties(record, names), ({ name, value }) => qubes.setProperty(to, name, value));
  if (!set.ok) return set;
  const tagged = await inTurn(carriedTags(record), (tag) => qubes.setTag(to, tag, true));
  if (!tagged.ok) return tagged;
  const featured = await inTurn(carriedFeatures(record), ({ name, value }) => qubes.setFeature(to, name, value));
  if (!featured.ok) return featured;
  const walled =
    record.firewall === '' ? done : await qubes.act(adminRequest('admin.vm.firewall.Set', to, '', record.firewall));
  if (!walled.ok || record.notes === '') return walled;
  return qubes.act(adminRequest('admin.vm.notes.Set', to, '', record.notes));
}

/** A label or a user may be called like the qube. */
const namesAQube = (property: string): boolean => /(^|_)(netvm|dispvm|guivm|audiovm|template|relayvm)$/.test(property);

/** What makes it start by itself, and what belongs to its package: the very last. */
export async function carryTheLast(
  qubes: AdminQubes,
  { properties, features, isOfPackage }: QubeRecord,
  to: VmName,
): Promise<Result<void, Failure>> {
  const autostart = properties.find(({ name }) => name === lastProperty);
  const set = autostart === undefined ? done : await qubes.setProperty(to, lastProperty, autostart.value);
  if (!set.ok) return set;
  const owned = isOfPackage ? await qubes.setProperty(to, 'installed_by_rpm', 'True') : done;
  if (!owned.ok) return owned;
  const preload = features.find(({ name }) => name === lastFeature);
  return preload === undefined ? done : qubes.setFeature(to, lastFeature, preload.value);
}
