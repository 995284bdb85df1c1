import { expect, test } from 'vitest';
import { detectSystem } from './detect-system.ts';
import { dom0AgentSocketPath, dom0RegistryPath } from './dom0-paths.ts';

test.each([
  ['what was asked for wins over what is there', { system: 'sandbox' }, [dom0RegistryPath], 'sandbox'],
  ['naming a sandbox means that sandbox', { sandboxDir: '/tmp/box' }, [dom0RegistryPath], 'sandbox'],
  ['a running agent means this machine', {}, [dom0AgentSocketPath], 'dom0'],
  ['a registry means this machine', {}, [dom0RegistryPath], 'dom0'],
  ['elsewhere it is the sandbox', {}, [], 'sandbox'],
] as const)('%s', (_sentence, hints, present, system) => {
  expect(detectSystem(hints, (path) => (present as readonly string[]).includes(path))).toBe(system);
});
