import type { Core2Registry } from './read-registry.ts';

const highestNumber = 253;

/** The root's attributes that refer to VMs by number. */
export const rootDefaults: readonly string[] = [
  'default_template',
  'default_netvm',
  'default_fw_netvm',
  'updatevm',
  'clockvm',
];

function lowestNotIn(taken: ReadonlySet<number>): number | null {
  for (let candidate = 1; candidate <= highestNumber; candidate += 1) {
    if (!taken.has(candidate)) return candidate;
  }
  return null;
}

/**
 * Null when all are taken. Taken is also what belongs to an element that is no VM to us, and what is only referred to:
 * a new VM would otherwise turn out to be the NetVM of others, as the heir of one that is gone.
 */
export function freeQid(registry: Core2Registry): number | null {
  const { root, children } = registry.xml;
  const attributes = [root, ...children].flatMap((element) => [...element.attributes.values()]);
  const numbers = attributes.filter(({ name }) => /(^|_)(qid|netvm)$/.test(name) || rootDefaults.includes(name));
  return lowestNotIn(new Set(numbers.map(({ value }) => Number(value))));
}

export function freeNetid(registry: Core2Registry): number | null {
  return lowestNotIn(new Set(registry.xml.children.map((child) => Number(child.attributes.get('netid')?.value))));
}
