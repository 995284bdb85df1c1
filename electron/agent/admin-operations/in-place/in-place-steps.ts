import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { lockOriginal } from '../steps/lock-original.ts';
import type { InPlaceMove } from './in-place-move.ts';
import type { InPlacePorts } from './in-place-ports.ts';
import { checkInPlace } from './steps/check-in-place.ts';
import { confirm } from './steps/confirm.ts';
import { copyThin, reserveThin, verifyThin } from './steps/copy-thin.ts';
import { startQubesd, stopQubesd } from './steps/qubesd-service.ts';
import { releaseMade } from './steps/release-made.ts';
import { switchPlaces } from './steps/switch-places.ts';
import { unlockInPlace } from './steps/unlock-in-place.ts';

/**
 * The qube stays what it is; copies of its volumes take the place of these while qubesd is stopped, and it is told so by its
 * own registry (facts §4.6). Until qubesd has confirmed it everything is taken back from the plan alone. Nobody can start
 * the qube meanwhile, whoever starts qubesd: the lock is in the registry. Then it may be started again, which is the point of
 * no return. At every moment the originals are there, and stay until a person frees them.
 */
export function inPlaceSteps(move: InPlaceMove, ports: AdminPorts, hands: InPlacePorts): readonly Step[] {
  const { copied } = move.inPlace;
  return [
    checkInPlace(move, ports, hands),
    lockOriginal(move, ports),
    ...copied.map((volume) => reserveThin(volume, move, hands)),
    ...copied.map((volume) => copyThin(volume, move, hands)),
    ...copied.map((volume) => verifyThin(volume, move, hands)),
    stopQubesd(hands),
    switchPlaces(move, hands),
    startQubesd(ports, hands),
    confirm(move, ports),
    unlockInPlace(move, ports),
    releaseMade(move, hands),
  ];
}
