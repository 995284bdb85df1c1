import { powerStates, vmClasses, type PowerState, type VmClass } from '#shared/domain/vm.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { keyValues, splitAtFirst } from './read-lines.ts';

/** A line of `admin.vm.List`. */
export interface ListedVm {
  readonly name: VmName;
  /** undefined: one that is newer than this program. */
  readonly class: VmClass | undefined;
  readonly power: PowerState;
  /** null from R4.2. */
  readonly uuid: string | null;
}

/** `NAME class=AppVM state=Halted uuid=…`, the last from R4.3 on. */
export function readListedVm(line: string): ListedVm {
  const [name, rest] = splitAtFirst(' ')(line);
  const fields = keyValues(rest.split(' '));
  return {
    name: name as VmName,
    class: vmClasses.find((known) => known === fields.get('class')),
    power: powerStates.find((known) => known === fields.get('state')?.toLowerCase()) ?? 'unknown',
    uuid: fields.get('uuid') ?? null,
  };
}
