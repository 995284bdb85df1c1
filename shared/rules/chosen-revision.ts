import type { RevertibleRole } from '../domain/action.ts';
import type { Vm } from '../domain/vm.ts';
import type { Revision } from '../domain/volume.ts';
import { ownsRoot } from './migrate-blockers.ts';

/** The volume that is meant where a person names none: the VM's own root, or where it has none its private volume. */
export const chosenRole = (vm: Pick<Vm, 'template' | 'class'>, role: RevertibleRole | undefined): RevertibleRole =>
  role ?? (ownsRoot(vm) ? 'root' : 'private');

/** The revision of that name, or the newest where none is named. */
export function chosenRevision(
  { volumes }: Pick<Vm, 'volumes'>,
  role: RevertibleRole,
  id: string | undefined,
): Revision | undefined {
  const revisions = volumes.find((volume) => volume.role === role)?.revisions ?? [];
  return id === undefined ? revisions.at(-1) : revisions.find((revision) => revision.id === id);
}
