import type { ActionOf } from '../domain/action.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { SystemKind } from '../domain/system.ts';
import type { StorageType } from '../domain/volume.ts';
import type { Vm } from '../domain/vm.ts';
import { migrateBlockers } from './migrate-blockers.ts';
import { unmovableBlockers } from './relocation-blockers.ts';

/** How a migration begins before anybody has said more: R4 has pools, not kinds, and which one is for a person to say. */
export const migrationOn = (system: SystemKind, { name }: Pick<Vm, 'name'>, to: StorageType): ActionOf<'migrate'> =>
  system === 'admin' ? { kind: 'migrate', vm: name } : { kind: 'migrate', vm: name, to };

/** Why it cannot begin. */
export const migrationBlockersOn = (
  system: SystemKind,
  vm: Vm,
  to: StorageType,
  jobs: readonly Job[],
): readonly Blocker[] => (system === 'admin' ? unmovableBlockers(vm, jobs) : migrateBlockers(vm, to, jobs));
