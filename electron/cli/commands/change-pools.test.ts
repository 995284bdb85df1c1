import { expect, onTestFinished, test, vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import { aReportedPool } from '#shared/testing/a-reported-pool.ts';
import { anInventory, aPlan, aSnapshot } from '#shared/testing/builders.ts';
import { runCli } from '../run-cli.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';

/** What the agent is asked to plan for a command line, and the exit code. */
async function asked(line: string): Promise<readonly [code: number, action: Action | undefined]> {
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  let action: Action | undefined;
  const pools = [aReportedPool(), aReportedPool({ id: 'data' as PoolId, name: 'data' })];
  const agent = new FakeAgent({
    'session.open': () => ok(aSnapshot({ inventory: anInventory({ pools }) })),
    'plan.make': (input) => {
      ({ action } = input);
      return ok({ outcome: 'plan', plan: aPlan({ action: input.action }) });
    },
  });
  const code = await runCli([...line.split(' '), '--dry-run'], () => aContext(agent));
  return [code, action];
}

test('pools come, go and become the default by their names', async () => {
  expect(await asked('pools add new --driver lvm_thin --option volume_group=vg --option thin_pool=p=q')).toEqual([
    0,
    {
      kind: 'add-pool',
      vm: 'dom0',
      name: 'new',
      driver: 'lvm_thin',
      options: { volume_group: 'vg', thin_pool: 'p=q' },
    },
  ]);
  expect((await asked('pools remove data'))[1]).toEqual({ kind: 'remove-pool', vm: 'dom0', pool: 'data' });
  const chosen = { kind: 'set-default-pool', vm: 'dom0' };
  expect((await asked('pools default data --for private'))[1]).toEqual({ ...chosen, use: 'private', pool: 'data' });
  expect((await asked('pools default --for root'))[1]).toEqual({ ...chosen, use: 'root', pool: null });
  expect((await asked('pools remove nowhere'))[0]).toBe(4);
  expect((await asked('pools add new --driver zfs --option container'))[0]).toBe(2);
});

test('each volume of a new qube may be in a pool of its own', async () => {
  expect((await asked('create mail --pool data --pool volatile=vm-pool --for-disposables'))[1]).toMatchObject({
    pool: 'data',
    pools: { volatile: 'vm-pool' },
    isForDisposables: true,
  });
  expect((await asked('create mail --pool kernel=data'))[0]).toBe(2);
});
