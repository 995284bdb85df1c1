import { resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import { aPlan, aSnapshot, thinPoolId } from '#shared/testing/builders.ts';
import { runCli } from '../run-cli.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';

/** What the agent is asked to plan for a command line, and the exit code. */
async function asked(...args: readonly string[]): Promise<readonly [code: number, action: Action | undefined]> {
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  let action: Action | undefined;
  const agent = new FakeAgent({
    'session.open': () => ok(aSnapshot()),
    'plan.make': (input) => {
      ({ action } = input);
      return ok({ outcome: 'plan', plan: aPlan({ action: input.action }) });
    },
  });
  const code = await runCli([...args], () => aContext(agent));
  return [code, action];
}

test('what is not said is left to the agent', async () => {
  expect(await asked('create', 'mail', '--dry-run')).toEqual([0, { kind: 'create', vm: 'mail', class: 'AppVM' }]);
});

test('every option is passed on, in the words of the contract', async () => {
  const line =
    'create win8 --class hvm --template none --label blue --netvm none --storage lvm --pool pool0 ' +
    '--root-size 40G --private-size 512M --memory 2048 --vcpus 2 --internal --dry-run';
  expect((await asked(...line.split(' ')))[1]).toEqual({
    kind: 'create',
    vm: 'win8',
    class: 'HVM',
    template: null,
    label: 'blue',
    netvm: { kind: 'none' },
    to: 'lvm',
    pool: thinPoolId,
    rootBytes: gib(40),
    privateBytes: mib(512),
    memoryMib: 2048,
    vcpus: 2,
    isInternal: true,
  });
});

test.each([
  ['-l red mail', { class: 'AppVM', label: 'red' }],
  ['-t fc20 -l green -p fw', { class: 'ProxyVM', template: 'fc20', label: 'green' }],
  ['-n -l red net', { class: 'NetVM' }],
  ['-H -l red win', { class: 'HVM' }],
  ['-s -l red -r /root.img dev', { rootImage: { path: '/root.img', isMoved: false } }],
  ['-H -l red -R root.img win', { rootImage: { path: resolve('root.img'), isMoved: true } }],
  ['--hvm-template -l black win', { class: 'TemplateHVM' }],
  ['-s -t fc20 -m 800 -c 2 -i -q --force-root -l blue dev', { class: 'StandaloneVM', memoryMib: 800, vcpus: 2 }],
])('qvm-create %s is the original’s way to say it', async (line, action) => {
  // The plan's job is not started by the fake agent: only what is asked for matters here.
  expect((await asked('qvm-create', ...line.split(' ')))[1]).toMatchObject({ kind: 'create', ...action });
});

test.each([
  'create',
  'create mail --class admin',
  'create mail --label pink',
  'create mail --root-size big',
  'create mail --vcpus 0',
  'qvm-create mail',
  'qvm-create -l red -p -n mail',
  'qvm-create -l red -s -r /root.img -R /root.img mail',
])('%s is wrong usage', async (line) => {
  expect(await asked(...line.split(' '))).toEqual([2, undefined]);
});

test.each(['', '-x', 'dom0', 'a'.repeat(80)])('the name "%s" is refused before a plan is asked for', async (name) => {
  expect((await asked('create', '--dry-run', '--', name))[1]).toBeUndefined();
});
