import { err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminPorts } from '../admin-operations/admin-ports.ts';
import type { AdminOptions } from '../agent-options.ts';
import { InventoryWatch } from '../inventory/inventory-watch.ts';
import { timestampNow } from '../job-parts.ts';
import { adminOperations } from '../admin-operations/admin-operations.ts';
import { Planner } from '../operations/planner.ts';
import { patientCalls, usualPatience } from '../qubes/admin-api/admin-calls.ts';
import { AdminClient } from '../qubes/admin-api/admin-client.ts';
import { AdminDevices } from '../qubes/admin-api/admin-devices.ts';
import { AdminInventory } from '../qubes/admin-api/admin-inventory.ts';
import { AdminPower } from '../qubes/admin-api/admin-power.ts';
import { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import { LiveInventory } from '../qubes/admin-api/live-inventory.ts';
import { qrexecTransport } from '../qubes/admin-api/qrexec-transport.ts';
import { socketTransport } from '../qubes/admin-api/socket-transport.ts';
import { dom0Access } from './dom0-access.ts';
import type { System, SystemContext } from './system.ts';

const glanceIntervalMs = 30_000;
/** Between two looks at how far a copy has come: qubesd reads lvm2's figures every 30 s at most. */
const copyPollMs = 10_000;

/** A Qubes R4, through its Admin API: in dom0 over qubesd's socket, elsewhere by qrexec. */
export function adminSystem({ qubesdSocketPath }: AdminOptions, context: SystemContext): System {
  const transport = qubesdSocketPath === null ? qrexecTransport(context.runner) : socketTransport(qubesdSocketPath);
  const client = new AdminClient(transport);
  const { thin, ...access } = dom0Access(qubesdSocketPath, context.runner);
  const read = new AdminInventory({ client, seesAllVms: qubesdSocketPath !== null, thin, now: timestampNow });
  const inventory = new InventoryWatch({
    look: () => read.look(),
    glance: () => read.glance(),
    onChanged: context.onInventoryChanged,
    intervalMs: glanceIntervalMs,
  });
  const live = new LiveInventory(client, read, inventory);
  const ports: AdminPorts = {
    qubes: new AdminQubes(patientCalls(client, usualPatience)),
    ...access,
    pollMs: copyPollMs,
  };
  return {
    inventory: live,
    recover: () => startQubesdAgain(context, ports),
    checks: refuse,
    planner: new Planner({
      operations: adminOperations(ports),
      look: () => live.look(),
      jobs: context.jobs,
    }),
    power: new AdminPower(client),
    devices: new AdminDevices(ports.qubes, () => live.look()),
  };
}

/** A move in place was cut off while qubesd was stopped: the VMs of everybody need it now, whatever becomes of the job. */
async function startQubesdAgain({ jobs }: SystemContext, { inPlace }: AdminPorts): Promise<void> {
  const isCutOff = jobs().some(
    ({ state, plan }) => state === 'interrupted' && (plan.relocation?.inPlace ?? null) !== null,
  );
  if (isCutOff) await inPlace?.service.start();
}

const refuse = (): Promise<Result<never, Failure>> =>
  Promise.resolve(err({ code: 'refused', blockers: [{ code: 'not-on-this-system' }] }));
