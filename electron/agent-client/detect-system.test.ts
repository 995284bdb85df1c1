import { expect, test } from 'vitest';
import { detectSystem } from './detect-system.ts';
import { qubesdSocketPath } from './admin-paths.ts';
import { dom0AgentSocketPath, dom0RegistryPath } from './dom0-paths.ts';

test.each([
  ['what was asked for wins over what is there', { system: 'sandbox' }, [dom0RegistryPath], 'sandbox'],
  ['naming a sandbox means that sandbox', { sandboxDir: '/tmp/box' }, [dom0RegistryPath], 'sandbox'],
  ['a running agent means this machine', {}, [dom0AgentSocketPath], 'dom0'],
  ['a registry means this machine', {}, [dom0RegistryPath], 'dom0'],
  ['a qubesd means R4, whose registry is there too', {}, [qubesdSocketPath, dom0RegistryPath], 'admin'],
  ['naming a qubesd means that one', { qubesdSocket: '/tmp/s' }, [dom0RegistryPath], 'admin'],
  ['elsewhere it is the sandbox', {}, [], 'sandbox'],
] as const)('%s', (_sentence, hints, present, system) => {
  expect(detectSystem(hints, (path) => (present as readonly string[]).includes(path))).toBe(system);
});
