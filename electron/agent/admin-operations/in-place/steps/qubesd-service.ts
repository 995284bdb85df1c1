import { done } from '#shared/base/result.ts';
import type { Step } from '../../../jobs/step.ts';
import type { AdminPorts } from '../../admin-ports.ts';
import type { InPlacePorts } from '../in-place-ports.ts';

/** Only while it is stopped its registry can be changed. Whatever becomes of the job, it is started again. */
export const stopQubesd = ({ service }: InPlacePorts): Step => ({
  name: 'stop-qubesd',
  phase: 'switch',
  role: null,
  bytes: null,
  run: () => service.stop(),
  undo: () => service.start(),
});

/** Started is when it answers. */
export const startQubesd = ({ qubes }: AdminPorts, { service }: InPlacePorts): Step => ({
  name: 'start-qubesd',
  phase: 'switch',
  role: null,
  bytes: null,
  async run() {
    const started = await service.start();
    if (!started.ok) return started;
    const answer = await qubes.list();
    return answer.ok ? done : answer;
  },
});
