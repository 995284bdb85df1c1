import type { Step } from '../../../jobs/step.ts';
import { inTurn } from '../../in-turn.ts';
import type { InPlaceMove } from '../in-place-move.ts';
import type { InPlacePorts } from '../in-place-ports.ts';

/** The new volumes are qubesd's like any other, which has no tags on them. */
export const releaseMade = ({ vm }: InPlaceMove, { thin }: InPlacePorts): Step => ({
  name: 'release',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job }) {
    const look = await thin.look();
    if (!look.ok) return look;
    const made = [...look.value.volumes.values()].filter((volume) => volume.job === job && volume.owner?.vm === vm);
    return inTurn(made, (volume) => thin.release(volume));
  },
});
