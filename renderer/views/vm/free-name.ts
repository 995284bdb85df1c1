import type { VmName } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';

/** `work-clone`, or with the first number that nobody has: what a clone is called unless somebody says. */
export function freeName(source: string, vms: readonly Pick<Vm, 'name'>[]): VmName {
  const taken = new Set<string>(vms.map(({ name }) => name));
  const base = `${source.slice(0, 22)}-clone`;
  if (!taken.has(base)) return base as VmName;
  let number = 2;
  while (taken.has(`${base}${number}`)) number += 1;
  return `${base}${number}` as VmName;
}
