import { done, err } from '#shared/base/result.ts';
import type { Step } from '../../../jobs/step.ts';
import type { AdminPorts } from '../../admin-ports.ts';
import { inTurn } from '../../in-turn.ts';
import { placedMoves, type InPlaceMove } from '../in-place-move.ts';

/** qubesd has read what was written, and takes it for what was meant. Otherwise everything is taken back. */
export const confirm = (move: InPlaceMove, { qubes }: AdminPorts): Step => ({
  name: 'confirm',
  phase: 'finish',
  role: null,
  bytes: null,
  async run() {
    const { vm, inPlace, relocation } = move;
    const found = await qubes.find(vm);
    if (!found.ok) return found;
    if (found.value?.power !== 'halted' || (found.value.uuid ?? '') !== relocation.record.identity.uuid) {
      return err({ code: 'vm-changed', vm });
    }
    return inTurn(placedMoves(move), async ({ name, to }) => {
      const info = await qubes.volume(vm, name);
      if (!info.ok) return info;
      const { pool, vid, sizeBytes } = info.value;
      const isThere = pool === to.pool && vid === to.vid;
      const least = inPlace.copied.find((volume) => volume.name === name)?.sizeBytes ?? 0;
      if (isThere && (sizeBytes ?? 0) >= least) return done;
      const detail = `qubesd says ${vid} in ${pool}, of ${sizeBytes ?? 0} bytes`;
      return err({ code: 'copy-incomplete', vm, volume: name, detail } as const);
    });
  },
});
