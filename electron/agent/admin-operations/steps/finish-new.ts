import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { lockOf, moveFeature, openLock } from '../move-marks.ts';
import type { Creation } from '../new-qube.ts';

/** It is a qube like any other from here on. */
export const finishNew = ({ vm }: Creation, { qubes }: AdminPorts): Step => ({
  name: 'unlock',
  phase: 'finish',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run() {
    const by = await lockOf(vm, { qubes });
    if (!by.ok) return by;
    const opened = await openLock(qubes, vm, by.value, { features: [] });
    return opened.ok ? qubes.setFeature(vm, moveFeature, null) : opened;
  },
});
