import { expect, test } from 'vitest';
import { defaultSandboxDir, sandboxPaths } from './sandbox-paths.ts';

const runtime = { XDG_RUNTIME_DIR: '/run/user/1000' };

test('the default folder follows XDG_STATE_HOME', () => {
  expect(defaultSandboxDir({ XDG_STATE_HOME: '/state' })).toBe('/state/qubes-storage-manager/sandbox');
  expect(defaultSandboxDir({ XDG_STATE_HOME: '' })).toMatch(/\/\.local\/state\/qubes-storage-manager\/sandbox$/);
});

test('sockets lie in the folder while their path fits', () => {
  expect(sandboxPaths('/home/u/box', runtime).agentSocketPath).toBe('/home/u/box/agent.sock');
});

test('sockets of a folder with a long path lie in a short one, the same for every client', () => {
  const dir = `/home/${'long/'.repeat(30)}box`;
  const { agentSocketPath, controlSocketPath } = sandboxPaths(dir, runtime);
  expect(agentSocketPath).toMatch(/^\/run\/user\/1000\/qubes-storage\/[0-9a-f]{16}\/agent\.sock$/);
  expect(controlSocketPath.length).toBeLessThanOrEqual(107);
  expect(sandboxPaths(`${dir}/`, runtime).agentSocketPath).toBe(agentSocketPath);
  expect(sandboxPaths(`${dir}2`, runtime).agentSocketPath).not.toBe(agentSocketPath);
});

test('bytes count, not characters', () => {
  const dir = `/home/${'ü'.repeat(50)}`;
  expect(sandboxPaths(dir, runtime).socketDir).not.toBe(dir);
});
