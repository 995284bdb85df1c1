import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { RegistryContents, RegistryEdit, VmRegistry } from '../../qubes/vm-registry.ts';

/**
 * Writes the registry as a job's point of no return. A failed write may still have reached the disk, and so may one
 * before a crash: the registry itself says which it was, and where it cannot be asked the answer is `switch-uncertain`.
 */
export async function switchRegistry(
  registry: VmRegistry,
  decide: RegistryEdit['decide'],
  isSwitched: (contents: RegistryContents) => boolean | Promise<boolean>,
): Promise<Result<void, Failure>> {
  const edited = await registry.edit({ decide });
  if (edited.ok) return done;
  const now = await registry.read();
  if (!now.ok) return err({ code: 'switch-uncertain', path: registry.path });
  return (await isSwitched(now.value)) ? done : edited;
}
