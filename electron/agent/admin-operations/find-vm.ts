import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';

export function findVm({ inventory }: AdminWorld, name: VmName): Result<Vm, Failure> {
  const vm = inventory.vms.find((one) => one.name === name);
  return vm === undefined ? err({ code: 'vm-not-found', vm: name }) : ok(vm);
}

/** Somebody may have started it since the plan was made: qubesd itself would not mind. */
export async function checkHalted(vm: VmName, { qubes }: Pick<AdminPorts, 'qubes'>): Promise<Result<void, Failure>> {
  const found = await qubes.find(vm);
  if (!found.ok) return found;
  if (found.value === undefined) return err({ code: 'vm-not-found', vm });
  const { power } = found.value;
  return power === 'halted' ? done : err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
}
