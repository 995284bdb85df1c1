import type { Step } from '../jobs/step.ts';
import type { AdminPorts } from './admin-ports.ts';
import { keptVolumes, type Move } from './relocation-draft.ts';
import { checkRecorded } from './steps/check-recorded.ts';
import { finishClone } from './steps/finish-clone.ts';
import { copyVolume } from './steps/make-copy.ts';
import { makeNamed } from './steps/make-named.ts';
import { verifyCopy } from './steps/verify-copy.ts';

/** Until its last step the clone cannot be started, and goes again when anything fails. */
export const cloneSteps = (cloning: Move, ports: AdminPorts, checks: readonly Step[] = []): readonly Step[] => [
  checkRecorded(cloning, ports),
  makeNamed('clone', cloning, ports),
  ...keptVolumes(cloning).map((volume) => copyVolume('clone', volume, cloning, ports)),
  verifyCopy('clone', cloning, ports),
  ...checks,
  { ...finishClone(cloning, ports), isPointOfNoReturn: true },
];
