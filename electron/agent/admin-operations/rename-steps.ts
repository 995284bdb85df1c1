import type { Step } from '../jobs/step.ts';
import type { AdminPorts } from './admin-ports.ts';
import { keptVolumes, type Move } from './relocation-draft.ts';
import { checkRecorded } from './steps/check-recorded.ts';
import { finishClone } from './steps/finish-clone.ts';
import { lockOriginal } from './steps/lock-original.ts';
import { copyVolume } from './steps/make-copy.ts';
import { makeNamed } from './steps/make-named.ts';
import { referOn } from './steps/refer-on.ts';
import { referToCopy } from './steps/refer-to-copy.ts';
import { removeOriginal } from './steps/remove-original.ts';
import { verifyCopy } from './steps/verify-copy.ts';

/**
 * The first half of a move: the one that is made has its final name at once. Until the original is removed it is all there
 * and nothing else is started; from then on the new one is, which was compared with it.
 */
export const renameSteps = (renaming: Move, ports: AdminPorts): readonly Step[] => [
  checkRecorded(renaming, ports),
  lockOriginal(renaming, ports),
  makeNamed('clone', renaming, ports),
  ...keptVolumes(renaming).map((volume) => copyVolume('clone', volume, renaming, ports)),
  verifyCopy('clone', renaming, ports),
  referToCopy('clone', renaming, ports),
  removeOriginal('clone', renaming, ports),
  referOn(renaming, ports),
  finishClone(renaming, ports),
];
