import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { migrateBlockers } from '#shared/rules/migrate-blockers.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { useIsConnected } from '../../stores/connection-store.ts';

/** Why this VM, with `jobs` on it, cannot be migrated to LVM from here now; null when it can be tried. */
export function useMigrateBlock(vm: Vm, jobs: readonly Job[]): string | null {
  if (!useIsConnected()) return connectionText.notConnected;
  const blockers = migrateBlockers(vm, 'lvm', jobs);
  return blockers.length === 0 ? null : blockers.map(blockerText).join('\n');
}
