import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';

/** Whether nothing stands in the way but that this VM runs: shut down, it can be done. */
export const shutdownHelps = (vm: VmName, blockers: readonly Blocker[]): boolean =>
  blockers.length > 0 &&
  blockers.every((blocker) => blocker.code === 'vm-not-halted' && blocker.vm === vm && blocker.power === 'running');
