import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readLaunchOptions } from './launch-options.ts';

test('reads what was asked for; a sandbox is named by any path', () => {
  expect(
    readLaunchOptions(['--system', 'dom0', '--sandbox=here', '--qubesd-socket=qubesd', '--headless'], {
      isStrict: true,
    }),
  ).toEqual({
    ok: true,
    value: { system: 'dom0', sandboxDir: resolve('here'), qubesdSocket: resolve('qubesd'), isHeadless: true },
  });
});

test('without arguments nothing was asked for', () => {
  expect(readLaunchOptions([], { isStrict: true })).toEqual({
    ok: true,
    value: { system: undefined, sandboxDir: undefined, qubesdSocket: undefined, isHeadless: false },
  });
});

test.each([[['--systme', 'dom0']], [['--system', 'moon']], [['--sandbox']], [['dom0']]])('refuses %j', (args) => {
  expect(readLaunchOptions(args, { isStrict: true })).toMatchObject({ ok: false, error: { code: 'bad-request' } });
});

test('passes over the switches that a host has among the arguments', () => {
  const args = ['--no-sandbox', '--remote-debugging-port=0', '--sandbox', '/tmp/s', 'file'];
  expect(readLaunchOptions(args, { isStrict: false })).toEqual({
    ok: true,
    value: { system: undefined, sandboxDir: '/tmp/s', qubesdSocket: undefined, isHeadless: false },
  });
});
