import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { anInventory } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { checkPolicy } from './check-policy.ts';

const agentWith = (problems: readonly Failure[], ofDevices: readonly Failure[] = []): FakeAgent =>
  new FakeAgent({
    'inventory.get': () => ok(anInventory({ problems })),
    'device.list': () => ok({ devices: [], problems: ofDevices }),
  });

test('each refused call is told once, with the lines that allow it to this qube', async () => {
  const refused = (call: string, by: 'policy' | 'qubesd'): Failure => ({ code: 'admin-refused', call, by });
  const context = aContext(
    agentWith(
      [refused('admin.Events on dom0', 'policy'), refused('admin.vm.volume.Info', 'qubesd')],
      [refused('admin.vm.device.block.Attached on work', 'policy')],
    ),
  );
  expect(await checkPolicy(context, 'storage')).toBe(1);
  expect(context.printed).toEqual([
    expect.stringContaining('admin.Events is refused by policy'),
    expect.stringMatching(/^ {2}admin\.Events +\* storage @adminvm +allow target=dom0$/),
    expect.stringMatching(/^ {2}admin\.Events +\* storage @anyvm +allow target=dom0$/),
    expect.stringContaining('admin.vm.volume.Info is refused by qubesd'),
    expect.stringMatching(/^ {2}admin\.vm\.volume\.Info /),
    expect.stringContaining('admin.vm.device.block.Attached is refused by policy'),
    expect.stringMatching(/^ {2}admin\.vm\.device\.block\.Attached /),
  ]);
});

test('where nothing is refused that is said, and is no failure', async () => {
  const context = aContext(agentWith([]));
  expect(await checkPolicy(context)).toBe(0);
  expect(context.printed).toEqual(['Nothing that looking takes is refused.']);
});

test('what failed otherwise is told as that', async () => {
  const context = aContext(agentWith([{ code: 'admin-unreachable', via: '/run/q', detail: 'ENOENT' }]));
  expect(await checkPolicy(context)).toBe(1);
  expect(context.printed).toEqual([]);
});
