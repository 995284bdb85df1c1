import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Action } from '#shared/domain/action.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import { furnished, move } from './testing/furnished.ts';

const policyPath = join(import.meta.dirname, '../../../assets/packaging/qrexec/30-qubes-storage.policy');

interface Rule {
  readonly service: string;
  readonly argument: string;
  readonly target: string;
}

const rules: readonly Rule[] = readFileSync(policyPath, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [service = '', argument = '', , target = ''] = line.split(/\s+/);
    return { service, argument, target };
  });

const acts: Readonly<Record<string, Action>> = {
  move: move('work'),
  create: { kind: 'create', vm: 'new' as VmName, class: 'AppVM', isForDisposables: true, isInternal: true },
  'make a standalone': { kind: 'create', vm: 'new' as VmName, class: 'StandaloneVM' },
  'add a pool': {
    kind: 'add-pool',
    vm: 'dom0' as VmName,
    name: 'new',
    driver: 'file-reflink',
    options: { dir_path: '/new' },
  },
  'remove a pool': { kind: 'remove-pool', vm: 'dom0' as VmName, pool: 'reflink' as PoolId },
  'choose a default pool': { kind: 'set-default-pool', vm: 'dom0' as VmName, use: 'root', pool: 'data' as PoolId },
  'follow the default pool': { kind: 'set-default-pool', vm: 'dom0' as VmName, use: 'root', pool: null },
  rename: { kind: 'rename', vm: 'work' as VmName, name: 'job' as VmName },
};

test.each(
  Object.keys(acts).flatMap((act) => [
    ['4.2', act],
    ['4.3', act],
  ]),
)('on R%s the policy allows every call of: %s', async (generation, act) => {
  const lab = furnished(generation === '4.2' ? '4.2' : '4.3');
  expect(await lab.agent().run(acts[act] ?? move('work'))).toMatchObject({ state: 'succeeded' });
  const isAllowed = (method: string, arg: string, dest: string): boolean =>
    rules.some(
      ({ service, argument, target }) =>
        service === method &&
        (argument === '*' || argument === `+${arg}`) &&
        target === (dest === 'dom0' ? '@adminvm' : '@anyvm'),
    );
  const refused = lab.qubesd.asked.filter(({ method, arg, dest }) => !isAllowed(method, arg, dest));
  expect(refused.map(({ method, dest }) => `${method} on ${dest}`)).toEqual([]);
});
