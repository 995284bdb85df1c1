import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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

test.each(['4.2', '4.3'] as const)('the policy allows every call of a move on R%s', async (generation) => {
  const lab = furnished(generation);
  expect(await lab.agent().run(move('work'))).toMatchObject({ state: 'succeeded' });
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
