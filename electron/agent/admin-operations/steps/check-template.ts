import { done, err } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { baseOf, type Creation } from '../new-qube.ts';

/** A job may begin long after its plan: looks whether what the qube starts from is still there. */
export const checkTemplate = (creation: Creation, { qubes }: AdminPorts): Step => ({
  name: 'check',
  phase: 'check',
  role: null,
  bytes: null,
  isCheckedAgain: true,
  async run() {
    const template = baseOf(creation) ?? null;
    if (template === null) return done;
    const found = await qubes.find(template);
    if (!found.ok) return found;
    return found.value?.class === 'TemplateVM' ? done : err({ code: 'vm-changed', vm: template });
  },
});
