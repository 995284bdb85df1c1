import type { ActionOf } from '#shared/domain/action.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { QubeRecord } from '#shared/domain/relocation.ts';
import { templateUses, usualLabel } from '#shared/rules/new-vm-classes.ts';
import type { Move } from './relocation-draft.ts';
import type { OwnQube } from './remove-own.ts';
import { settingOrder } from './setting-order.ts';

/** As a plan has it: nothing that decides what is made is left out. */
export type Creation = ActionOf<'create'>;

export const labelOf = ({ label, class: vmClass }: Creation): string => label ?? usualLabel(vmClass);

/** What it starts from, every time; null for one with a root of its own. */
export const baseOf = ({ class: vmClass, template = null }: Creation): Creation['template'] | null =>
  templateUses[vmClass].as === 'base' ? template : null;

/** What its volumes are made from, once. */
export const originOf = ({ class: vmClass, template = null }: Creation): NonNullable<Creation['template']> | null =>
  templateUses[vmClass].as === 'origin' ? template : null;

/** The volumes that keep what is written to them. */
export const ownRoles = (creation: Creation): readonly ('root' | 'private')[] =>
  baseOf(creation) === null ? ['root', 'private'] : ['private'];

/** The pools that qubesd is told, by volume: a root made from the template's goes where that is. */
export const poolsOf = (creation: Creation): readonly (readonly [string, string])[] =>
  [...ownRoles(creation), 'volatile' as const].flatMap((role) => {
    const pool = creation.pools?.[role] ?? creation.pool;
    return pool === undefined ? [] : [[role, pool] as const];
  });

/** What was asked for by name, in the order in which it can be set. */
export const propertiesOf = ({ memoryMib, vcpus, netvm, isForDisposables }: Creation): QubeRecord['properties'] =>
  [
    ...(isForDisposables === true ? [{ name: 'template_for_dispvms', value: 'True' }] : []),
    ...(memoryMib === undefined ? [] : [{ name: 'memory', value: String(memoryMib) }]),
    ...(vcpus === undefined ? [] : [{ name: 'vcpus', value: String(vcpus) }]),
    ...(netvm === undefined || netvm.kind === 'default'
      ? []
      : [{ name: 'netvm', value: netvm.kind === 'none' ? '' : netvm.vm }]),
  ].sort((one, other) => settingOrder(one.name) - settingOrder(other.name));

export const featuresOf = ({ isInternal }: Creation): QubeRecord['features'] =>
  isInternal === true ? [{ name: 'internal', value: '1' }] : [];

/** Templates have it, and what is made of them does not. */
const ofTemplatesOnly: readonly string[] = ['appvm_default_bootmode'];

/** In what it differs from the template that it is a clone of. */
export function changesOf(creation: Creation, of: QubeRecord): NonNullable<Move['changes']> {
  const properties = new Map(
    [...of.properties, ...propertiesOf(creation)]
      .filter(({ name }) => creation.class === 'TemplateVM' || !ofTemplatesOnly.includes(name))
      .map((property) => [property.name, property]),
  );
  return {
    class: creation.class,
    label: labelOf(creation),
    properties: [...properties.values()].sort((one, other) => settingOrder(one.name) - settingOrder(other.name)),
    features: [...of.features, ...featuresOf(creation)],
  };
}

export const ownNewQube = (creation: Creation, job: JobId): OwnQube => ({
  name: creation.vm,
  label: labelOf(creation),
  volumes: poolsOf(creation)
    .filter(([name]) => name !== 'volatile')
    .map(([name, pool]) => ({ name, pool })),
  job,
});
