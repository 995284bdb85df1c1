import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlanDraft } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';

/**
 * Removes more of a VM that is registered no more. Somebody may have registered it, or another VM of its name, before the
 * job was resumed: what is left belongs to that one then, and stays.
 */
export async function whileNameIsFree(
  { vm }: PlanDraft,
  { registry }: Pick<WholeVmPorts, 'registry'>,
  work: () => Promise<Result<void, Failure>>,
  otherwise: () => Promise<Result<void, Failure>> = () => Promise.resolve(done),
): Promise<Result<void, Failure>> {
  const contents = await registry.read();
  if (!contents.ok) return contents;
  return contents.value.vms.some(({ name }) => name === vm) ? otherwise() : work();
}
