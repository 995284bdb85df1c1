import type { RegistryXml } from '../registry-file/parse-registry-xml.ts';

const highestNumber = 253;

/** The root's attributes that refer to VMs by number. */
export const rootDefaults: readonly string[] = [
  'default_template',
  'default_netvm',
  'default_fw_netvm',
  'updatevm',
  'clockvm',
];

const numbers = Array.from({ length: highestNumber }, (_, index) => index + 1);

/**
 * Taken is also what belongs to an element that is no VM to us, and what is only referred to: a new VM would otherwise turn
 * out to be the NetVM of others, as the heir of one that is gone.
 */
export function freeQids({ root }: RegistryXml): readonly number[] {
  const attributes = [root, ...root.children].flatMap((element) => [...element.attributes.values()]);
  const qids = attributes.filter(({ name }) => /(^|_)(qid|netvm)$/.test(name) || rootDefaults.includes(name));
  const taken = new Set(qids.map(({ value }) => Number(value)));
  return numbers.filter((number) => !taken.has(number));
}

export function freeNetids({ root: { children } }: RegistryXml): readonly number[] {
  const taken = new Set(children.map((child) => Number(child.attributes.get('netid')?.value)));
  return numbers.filter((number) => !taken.has(number));
}
