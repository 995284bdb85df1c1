import { done } from '#shared/base/result.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { Step } from '../../jobs/step.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';

/** A template whose root has moved, or has grown, gets what its new place needs beside it. */
export function completeTemplate(plan: PlanDraft, storage: StorageType, ports: OperationPorts): Step {
  return {
    name: 'complete-template',
    phase: 'finish',
    role: 'root',
    bytes: null,
    async run() {
      const contents = await ports.registry.read();
      if (!contents.ok) return contents;
      const vm = contents.value.vms.find(({ name }) => name === plan.vm);
      // An HVM's children keep their changes elsewhere.
      if (vm?.class !== 'TemplateVM') return done;
      return ports.storage[storage].completeTemplate({ vm: plan.vm, vmDir: plan.vmDir, role: 'root' });
    },
  };
}
