import { err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminOptions } from '../agent-options.ts';
import { InventoryWatch } from '../inventory/inventory-watch.ts';
import { timestampNow } from '../job-parts.ts';
import { AdminClient } from '../qubes/admin-api/admin-client.ts';
import { AdminInventory } from '../qubes/admin-api/admin-inventory.ts';
import { AdminPower } from '../qubes/admin-api/admin-power.ts';
import { LiveInventory } from '../qubes/admin-api/live-inventory.ts';
import { qrexecTransport } from '../qubes/admin-api/qrexec-transport.ts';
import { socketTransport } from '../qubes/admin-api/socket-transport.ts';
import type { System, SystemContext } from './system.ts';

const glanceIntervalMs = 30_000;

/** A Qubes R4, through its Admin API: in dom0 over qubesd's socket, elsewhere by qrexec. */
export function adminSystem({ qubesdSocketPath }: AdminOptions, context: SystemContext): System {
  const transport = qubesdSocketPath === null ? qrexecTransport(context.runner) : socketTransport(qubesdSocketPath);
  const client = new AdminClient(transport);
  const read = new AdminInventory({ client, seesAllVms: qubesdSocketPath !== null, now: timestampNow });
  const inventory = new InventoryWatch({
    look: () => read.look(),
    glance: () => read.glance(),
    onChanged: context.onInventoryChanged,
    intervalMs: glanceIntervalMs,
  });
  const live = new LiveInventory(client, read, inventory);
  return {
    inventory: live,
    checks: refuse,
    planner: { plan: refuse, steps: () => [] },
    power: new AdminPower(client),
    devices: { list: refuse, attach: refuse, detach: refuse },
  };
}

const refuse = (): Promise<Result<never, Failure>> =>
  Promise.resolve(err({ code: 'refused', blockers: [{ code: 'not-on-this-system' }] }));
