import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { migrationBlockersOn } from '#shared/rules/migration-on.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { useIsConnected, useSystem } from '../../stores/connection-store.ts';

/** Why this VM, with `jobs` on it, cannot be migrated from here now; null when it can be tried. */
export function useMigrateBlock(vm: Vm, jobs: readonly Job[]): string | null {
  const system = useSystem();
  if (!useIsConnected()) return connectionText.notConnected;
  const blockers = migrationBlockersOn(system, vm, 'lvm', jobs);
  return blockers.length === 0 ? null : blockers.map(blockerText).join('\n');
}
