import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';
import { isForDevices } from './frontends.ts';

/** Why what a VM has as `frontend` may not be taken from it: without its own disks it is broken at once. */
export const detachBlockers = (vm: VmName, frontend: string): readonly Blocker[] =>
  isForDevices(frontend) ? [] : [{ code: 'own-disk', vm, frontend }];
