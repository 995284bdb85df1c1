import type { Step } from '../jobs/step.ts';
import type { AdminPorts } from './admin-ports.ts';
import { keptVolumes, type Move } from './relocation-draft.ts';
import { checkRecorded } from './steps/check-recorded.ts';
import { removeCopy, unlock } from './steps/finish-move.ts';
import { lockOriginal } from './steps/lock-original.ts';
import { copyVolume, makeCopy } from './steps/make-copy.ts';
import { makeNamed } from './steps/make-named.ts';
import { compareFinal } from './steps/compare-final.ts';
import { referBack } from './steps/refer-back.ts';
import { referToCopy } from './steps/refer-to-copy.ts';
import { removeOriginal } from './steps/remove-original.ts';
import { verifyCopy } from './steps/verify-copy.ts';

/**
 * qubesd can neither rename a qube nor move its volumes (facts T1). So there are two copies, one after the other: the first
 * lets the original go, the second gets its name. After every step at least one complete qube is there, halted: the
 * original until it is removed, from then on the copy, until the one with the old name was compared with it.
 */
export const relocationSteps = (move: Move, ports: AdminPorts): readonly Step[] => [
  checkRecorded(move, ports),
  lockOriginal(move, ports),
  makeCopy(move, ports),
  ...keptVolumes(move).map((volume) => copyVolume('copy', volume, move, ports)),
  verifyCopy('copy', move, ports),
  referToCopy('copy', move, ports),
  removeOriginal('copy', move, ports),
  makeNamed('final', move, ports),
  ...keptVolumes(move).map((volume) => copyVolume('final', volume, move, ports)),
  referBack(move, ports),
  compareFinal(move, ports),
  removeCopy(move, ports),
  unlock(move, ports),
];
