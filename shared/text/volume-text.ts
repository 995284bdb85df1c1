import type { PowerState } from '../domain/vm.ts';
import type { Volume } from '../domain/volume.ts';

/** What there is to say of a volume beside its figures, the most pressing first. */
export function volumeRemarks({ state, isDirty, isOutdated }: Volume, power: PowerState): readonly string[] {
  const remarks: string[] = [];
  if (state.kind === 'missing') remarks.push(`missing: there is no ${state.lookedFor}`);
  if (state.kind === 'unavailable') remarks.push(`a disk of the volume group ${state.volumeGroup} is missing`);
  if (state.kind === 'not-permitted') remarks.push(`Qubes’ policy does not allow ${state.call}`);
  if (state.kind === 'inactive') remarks.push('not active: the VM cannot start');
  if (isDirty && power === 'halted')
    remarks.push('was in use when everything stopped: the next start puts it in order');
  if (state.kind === 'from-template') remarks.push(`made from ${state.template} at every start`);
  if (isOutdated) remarks.push('older than the template’s of now: restart the VM to get that');
  if (state.kind === 'present' && state.isOpen) remarks.push('in use');
  return remarks;
}
