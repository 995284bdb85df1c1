import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import type { Move } from '../relocation-draft.ts';
import { tellDifferences } from '../tell-differences.ts';
import { checkMade } from './verify-copy.ts';

/** Before the copy goes: the new one holds what it does, and what could not be made as it was is told. */
export const compareFinal = (move: Move, ports: AdminPorts): Step => ({
  name: 'compare',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job, signal, tell }) {
    const same = await checkMade('final', move, { job, signal }, ports);
    return same.ok ? tellDifferences(move, move.vm, tell, ports) : same;
  },
});
