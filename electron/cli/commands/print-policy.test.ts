import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findAppRoot } from '../../sandbox/app-root.ts';
import { aContext } from '../testing/fake-context.ts';
import { printPolicy } from './print-policy.ts';

interface Rule {
  readonly service: string;
  readonly argument: string;
  readonly source: string;
  readonly target: string;
  readonly action: string;
}

/** As Qubes reads it (qubes-core-qrexec, doc/multifile-policy.markdown): words, `#` at the beginning of a line. */
function parsePolicy(lines: readonly string[]): readonly Rule[] {
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [service = '', argument = '', source = '', target = '', ...action] = line.split(/\s+/);
      expect(service, line).toMatch(/^[A-Za-z0-9_.]+$/);
      expect(argument, line).toMatch(/^(\*|\+[A-Za-z0-9_.+-]*)$/);
      expect(target, line).toMatch(/^@(adminvm|anyvm)$/);
      return { service, argument, source, target, action: action.join(' ') };
    });
}

async function printed(given: Partial<Parameters<typeof printPolicy>[1]> = {}): Promise<readonly Rule[]> {
  const context = aContext({ code: 'agent-gone' });
  expect(await printPolicy(context, { qube: undefined, isReadOnly: false, ...given })).toBe(0);
  return parsePolicy(context.printed);
}

/** The calls that our sources name: as they are, and with parts that are filled in. */
function methodsIn(dirs: readonly string[]): { readonly whole: ReadonlySet<string>; readonly made: readonly RegExp[] } {
  const files = dirs.flatMap((dir) =>
    readdirSync(join(findAppRoot(), dir)).map((file) => join(findAppRoot(), dir, file)),
  );
  const sources = files.filter((file) => /\/[a-z0-9-]+\.ts$/.test(file));
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
  const made = [...text.matchAll(/`(admin\.[^`]+)`/g)].map(
    ([, method = '']) =>
      new RegExp(`^${method.replaceAll('.', String.raw`\.`).replaceAll(/\$\{.*?\}(?=[^']|$)/g, '[A-Za-z_.]*')}$`),
  );
  return { whole: new Set([...text.matchAll(/'(admin\.[A-Za-z_.]+)'/g)].map(([, method = '']) => method)), made };
}

const importIsRoots = 'admin.vm.volume.ImportWithSize';

test('the policy allows exactly the calls that we make', async () => {
  const { whole, made } = methodsIn([
    'electron/agent/qubes/admin-api',
    'electron/agent/admin-operations',
    'electron/agent/admin-operations/steps',
  ]);
  const allowed = new Set((await printed()).map(({ service }) => service));
  expect([...whole].filter((method) => !allowed.has(method) && method !== importIsRoots)).toEqual([]);
  const unused = [...allowed].filter((service) => !whole.has(service) && !made.some((shape) => shape.test(service)));
  expect(unused).toEqual([]);
});

test('whoever only looks is allowed nothing that changes anything', async () => {
  const services = (await printed({ isReadOnly: true })).map(({ service }) => service);
  expect(
    services.filter(
      (service) =>
        !/(List|Assigned|ListSnapshots|Info|Get|GetAll|Events|UsageDetails|Available|Attached)$/.test(service),
    ),
  ).toEqual([]);
  expect(services).toContain('admin.pool.volume.List');
});

test('each rule is of the one qube, and has dom0 answer', async () => {
  const rules = await printed({ qube: 'storage-admin' });
  expect(new Set(rules.map(({ source }) => source))).toEqual(new Set(['storage-admin']));
  expect(new Set(rules.map(({ action }) => action))).toEqual(new Set(['allow target=dom0']));
});

test('what cannot be a qube is put into no policy', async () => {
  const context = aContext({ code: 'agent-gone' });
  expect(await printPolicy(context, { qube: 'mgmt @anyvm', isReadOnly: false })).toBe(3);
  expect(context.printed).toEqual([]);
});
