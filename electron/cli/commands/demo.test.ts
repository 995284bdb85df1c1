import { expect, test, vi } from 'vitest';
import { done, err, ok } from '#shared/base/result.ts';
import { agentProtocol } from '#shared/contract/agent-contract.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { anInventory, aPlan, aQueuedJob, aSucceededJob, aVm, vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext, type FakeContext } from '../testing/fake-context.ts';
import { demo, type DemoMachine } from './demo.ts';

const anAgent = (vms: readonly Vm[]): FakeAgent =>
  new FakeAgent({
    'session.open': () =>
      ok({
        protocol: agentProtocol,
        agent: { version: '0.1.0', hostName: 'dom0', processId: 1 },
        sequence: 0,
        inventory: anInventory({ vms }),
        jobs: [],
      }),
    'plan.make': () => ok({ outcome: 'plan', plan: aPlan() }),
    'plan.start': () => ok(aQueuedJob()),
    'inventory.get': () => ok(anInventory({ vms: [aVm({ storageType: 'lvm' })] })),
  });

const aMachine = (cmpStatus: number, ran: string[][] = []): DemoMachine => ({
  create: () => Promise.resolve(done),
  exec: (_context, argv) => {
    ran.push([...argv]);
    return Promise.resolve(ok(cmpStatus));
  },
});

async function migrated(context: FakeContext, agent: FakeAgent, machine: DemoMachine): Promise<number> {
  const code = demo(context, machine);
  await vi.waitUntil(() => agent.asked.includes('plan.start'));
  agent.change(aSucceededJob());
  return code;
}

test('migrates one VM and has cmp prove that the bytes are equal', async () => {
  const agent = anAgent([aVm()]);
  const ran: string[][] = [];
  expect(await migrated(aContext(agent), agent, aMachine(0, ran))).toBe(0);
  expect(ran).toEqual([
    ['cmp', '-n', '10737418240', '/var/lib/qubes/appvms/work/private.img', '/dev/qubes_dom0/work-private'],
  ]);
});

test('different bytes are a failure', async () => {
  const agent = anAgent([aVm()]);
  const context = aContext(agent);
  expect(await migrated(context, agent, aMachine(1))).toBe(1);
  expect(context.printed.at(-1)).toContain('DIFFERENT');
});

test('where nothing is left to migrate, it says how to start over', async () => {
  const agent = anAgent([aVm({ storageType: 'lvm' }), aVm({ name: vmName('busy'), power: 'running' })]);
  const context = aContext(agent);
  expect(await demo(context, aMachine(0))).toBe(0);
  expect(context.printed.at(-1)).toContain('qubes-storage sandbox destroy');
});

test('a sandbox that can not be made ends it with the reason', async () => {
  const context = aContext(anAgent([]));
  const machine: DemoMachine = {
    ...aMachine(0),
    create: () => Promise.resolve(err({ code: 'sandbox-seed-failed', detail: 'no room' })),
  };
  expect(await demo(context, machine)).toBe(1);
});
