import type { Pool } from '../domain/pool.ts';
import type { Vm } from '../domain/vm.ts';
import type { Volume } from '../domain/volume.ts';
import { needsDom0 } from './thin-pool-of.ts';

/**
 * Whether what a volume holds is told as of now. qubesd tells of a running VM's thin volume what was committed at its last
 * stop (facts R4 T7), unless the VM keeps no revisions and runs on the volume itself; root in dom0 asks LVM instead.
 */
export function isUsageLive(vm: Pick<Vm, 'power'>, volume: Volume, pool: Pool | undefined): boolean {
  if (vm.power === 'halted' || volume.state.kind !== 'present' || pool === undefined) return true;
  return volume.revisionsToKeep === null || !needsDom0(pool);
}
