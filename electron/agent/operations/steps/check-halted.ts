import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Hypervisor } from '../../hypervisor/hypervisor.ts';

export async function checkHalted(vm: VmName, hypervisor: Hypervisor): Promise<Result<void, Failure>> {
  const powers = await hypervisor.powerStates();
  if (!powers.ok) return powers;
  const power = powers.value.get(vm) ?? 'halted';
  return power === 'halted' ? done : err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
}
