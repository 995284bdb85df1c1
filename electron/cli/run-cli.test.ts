import { expect, onTestFinished, test, vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { anInventory } from '#shared/testing/builders.ts';
import type { SystemKind } from '#shared/domain/system.ts';
import { runCli, type CreateContext } from './run-cli.ts';
import { FakeAgent } from './testing/fake-agent.ts';
import { aContext } from './testing/fake-context.ts';
import type { GlobalOptions } from './program.ts';

/** commander prints by itself; what it prints is not what these tests are about. */
function quietly(): void {
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
}

const noContext: CreateContext = () => {
  throw new Error('no command was to be run');
};

test.each([
  ['no command', []],
  ['an unknown command', ['frobnicate']],
  ['an unknown option', ['ls', '--frobnicate']],
  ['a system that there is not', ['--system', 'vms', 'ls']],
  ['migrate without a target', ['migrate', 'work']],
  ['migrate without a VM', ['migrate', '--to', 'lvm']],
  ['qvm-to-lvm without a VM', ['qvm-to-lvm']],
  ['show with too many VMs', ['show', 'work', 'personal']],
  ['an unknown act on jobs', ['jobs', 'frobnicate']],
  ['jobs cancel without an id', ['jobs', 'cancel']],
  ['attach without a device', ['attach', 'work']],
  ['qvm-block with two modes', ['qvm-block', '-l', '-d', 'work']],
  ['qvm-block -a without a device', ['qvm-block', '-a', 'work']],
  ['qvm-block with something to list', ['qvm-block', 'work']],
  ['sandbox without an act', ['sandbox']],
  ['sandbox exec without a command', ['sandbox', 'exec', '--']],
])('%s is wrong usage: exit code 2', async (_what, args) => {
  quietly();
  expect(await runCli(args, noContext)).toBe(2);
});

test.each([[['--help']], [['--version']], [['help', 'migrate']], [['sandbox', 'exec', '--help']]])(
  '%j is answered without doing anything',
  async (args) => {
    quietly();
    expect(await runCli(args, noContext)).toBe(0);
  },
);

test.each([[['--json', 'ls']], [['ls', '--json']]])(
  'global options may stand on either side of the command: %j',
  async (args) => {
    const agent = new FakeAgent({ 'inventory.get': () => ok(anInventory()) });
    const given: GlobalOptions[] = [];
    const code = await runCli(args, (options) => {
      given.push(options);
      return aContext(agent, { isJson: options.json === true });
    });
    expect([code, given]).toEqual([0, [{ json: true }]]);
  },
);

test('the demo is about the sandbox, also on a dom0', async () => {
  const systems: (SystemKind | undefined)[] = [];
  await expect(
    runCli(['demo'], (_options, _args, system) => {
      systems.push(system);
      throw new Error('enough');
    }),
  ).rejects.toThrow('enough');
  expect(systems).toEqual(['sandbox']);
});

test.each<[Failure, number]>([
  [{ code: 'needs-root', program: 'qubes-storage ls' }, 1],
  [{ code: 'agent-unreachable', socket: '/s', detail: 'ENOENT' }, 1],
  [{ code: 'agent-mismatch', ours: 1, theirs: 2 }, 1],
  [{ code: 'sandbox-absent', dir: '/d' }, 4],
  [{ code: 'cancelled' }, 130],
])('an agent that is not reached because of %j: exit code %i, and a sentence', async (failure, code) => {
  const context = aContext(failure);
  expect(await runCli(['ls'], () => context)).toBe(code);
  expect(context.printed).toEqual([]);
  expect(context.noted[0]).toMatch(/^qubes-storage: \w.*/);
});

test('with --json a failure is one line on stderr, for programs and for people', async () => {
  const context = aContext({ code: 'sandbox-absent', dir: '/d' }, { isJson: true });
  await runCli(['ls'], () => context);
  expect(context.noted.map((line) => JSON.parse(line) as unknown)).toEqual([
    { error: { code: 'sandbox-absent', dir: '/d' }, message: expect.stringContaining('no sandbox in /d') as string },
  ]);
});
