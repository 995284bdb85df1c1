import type { JobResult } from '#shared/domain/job-result.ts';
import type { PlannedGrowth } from '#shared/domain/plan.ts';
import type { FileSystemGrowth } from '../../hypervisor/hypervisor.ts';
import type { Step } from '../../jobs/step.ts';
import type { OperationPorts } from '../plan-draft.ts';
import { findGrowable, type ResizePlan } from './check-growable.ts';

/**
 * Grows the file system as the guest itself would: in a session, so that the state before it is kept, and that nobody
 * starts from the volume meanwhile. A crash leaves what a guest that crashed over it would leave.
 */
export function growFileSystem(plan: ResizePlan, growth: PlannedGrowth, ports: OperationPorts): Step {
  const { role, storage, path } = growth;
  return {
    name: 'grow-filesystem',
    phase: 'finish',
    role,
    bytes: null,
    async run({ tell }) {
      const found = await findGrowable(plan, growth, ports);
      if (!found.ok) return found;
      const { vm, slot, volume } = found.value;
      const inSession = { slot, vmClass: vm.class, source: null };
      const sessions = ports.sessions[storage];
      const prepared = await sessions.prepare([inSession]);
      if (!prepared.ok) return prepared;
      const disk = { frontend: role === 'root' ? 'xvda' : 'xvdb', ...sessions.diskOf(inSession, volume) };
      const grown = await ports.hypervisor.growFileSystem?.(disk);
      if (grown?.ok === false) {
        await sessions.abandon([inSession]);
        return grown;
      }
      const released = await sessions.release([inSession]);
      if (!released.ok) return released;
      if (grown !== undefined) tell([resultOf(grown.value, { vm: plan.vm, role }, path)]);
      return released;
    },
  };
}

function resultOf(
  growth: FileSystemGrowth,
  ofVolume: Pick<Extract<JobResult, { readonly role: unknown }>, 'vm' | 'role'>,
  path: string,
): JobResult {
  switch (growth.kind) {
    case 'grown':
      return { code: 'filesystem-grown', ...ofVolume, sizeBytes: growth.sizeBytes };
    case 'none':
      return { code: 'no-filesystem', ...ofVolume };
    case 'needs-check':
      return { code: 'filesystem-needs-check', ...ofVolume, path, detail: growth.detail };
  }
}
