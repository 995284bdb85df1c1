import { expect, test } from 'vitest';
import { machineCommand } from './machine-command.ts';

const settings = {
  mode: 'run',
  appRoot: '/opt/qsm',
  boxDir: '/home/u/my box/box',
  nodePath: '/usr/bin/node',
  isRoot: false,
  memory: 'memory',
  processor: 1,
} as const;

const argsOf = (changes: Partial<Parameters<typeof machineCommand>[0]> = {}): readonly string[] =>
  machineCommand({ ...settings, ...changes }).args;

/** The value after each occurrence of an option, one or two words of it. */
const valuesOf = (args: readonly string[], option: string, count: number): readonly string[] =>
  args.flatMap((arg, index) => (arg === option ? [args.slice(index + 1, index + 1 + count).join(' ')] : []));

test('the only writable folder of the host is the box’s', () => {
  expect(valuesOf(argsOf(), '--bind', 2)).toEqual(['/home/u/my box/box /sys/box/state']);
  expect(valuesOf(argsOf(), '--dev-bind', 2)).toEqual(['/dev/null /dev/null']);
});

test('the whole host is bound read-only before anything else is bound', () => {
  const args = argsOf();
  const firstBind = args.findIndex((arg) => /^--(ro-|dev-)?bind$/.test(arg));
  expect(args.slice(firstBind, firstBind + 3)).toEqual(['--ro-bind', '/', '/']);
});

test('an ordinary user gets a user namespace, root does not', () => {
  expect(argsOf()).toContain('--map-root-user');
  expect(argsOf({ isRoot: true })).not.toContain('--map-root-user');
});

test('no path of the host with a space gets onto the kernel’s command line', () => {
  const args = argsOf();
  const kernel = args.slice(args.indexOf('/usr/bin/linux.uml'));
  expect(kernel.filter((arg) => arg.includes(' '))).toEqual([]);
});

test('a Node in a folder with a space is quoted for the kernel', () => {
  expect(argsOf({ nodePath: '/home/a b/node' })).toContain('QS_NODE="/home/a b/node"');
});

test('a host short of memory keeps the box’s on disk', () => {
  expect(valuesOf(argsOf({ memory: 'disk' }), '--tmpfs', 1)).toEqual(['/sys']);
  expect(valuesOf(argsOf({ memory: 'disk' }), '--bind', 2)).toContain('/home/u/my box/box/memory /sys/box/memory');
});

test('the machine is bound to its processor, where there is one to choose', () => {
  expect(valuesOf(argsOf(), '/usr/bin/taskset', 3)).toEqual(['--cpu-list 1 /usr/bin/linux.uml']);
  expect(argsOf({ processor: undefined })).not.toContain('/usr/bin/taskset');
});
