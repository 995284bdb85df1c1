import type { Blocker } from '../domain/blocker.ts';
import type { NamingScheme } from '../domain/naming-scheme.ts';
import { lvmVmNameProblem, schemeThatWorks } from './volume-names.ts';

/**
 * Why no VM may get this name on a machine that names volumes so: LVM would refuse them, if not now then when it is
 * migrated.
 */
export function lvmNameBlockers(name: string, scheme: NamingScheme): readonly Blocker[] {
  const part = lvmVmNameProblem(scheme, name);
  if (part === null) return [];
  const problem = { code: 'reserved-by-lvm', part, worksAs: schemeThatWorks(scheme, name) } as const;
  return [{ code: 'name-not-allowed', name, problem }];
}
