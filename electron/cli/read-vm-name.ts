import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { vmNameSchema, type VmName } from '#shared/domain/ids.ts';

/** What was typed as a VM's name; what can be none is answered as the agent answers an unknown one. */
export function readVmName(name: string): Result<VmName, Failure> {
  const vm = vmNameSchema.safeParse(name);
  return vm.success ? ok(vm.data) : err({ code: 'vm-not-found', vm: name });
}
