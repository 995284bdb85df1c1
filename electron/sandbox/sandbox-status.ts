import type { Bytes } from '#shared/base/bytes.ts';
import { mib } from '#shared/base/bytes.ts';
import { askOwner } from './control-client.ts';
import type { Lifetime } from './control-protocol.ts';
import { ownerStatusSchema } from './control-protocol.ts';
import { machineMemoryMib } from './machine/machine-command.ts';
import { sandboxPaths } from './sandbox-paths.ts';
import { readRecord } from './sandbox-record.ts';

export type SandboxStatus = { readonly dir: string } & (
  | { readonly state: 'absent' }
  | { readonly state: 'stopped'; readonly createdAt: string }
  | {
      readonly state: 'starting' | 'running';
      readonly createdAt: string;
      /** The host's process id of the machine; killing it is a power cut. Null while it starts. */
      readonly pid: number | null;
      readonly startedAt: string;
      readonly lifetime: Lifetime;
      readonly memoryBytes: Bytes;
      readonly agentSocketPath: string;
    }
);

/** Looks, and changes nothing. A sandbox that powers off just now counts as stopped. */
export async function sandboxStatus(dir: string): Promise<SandboxStatus> {
  const paths = sandboxPaths(dir);
  const record = await readRecord(paths);
  if (record === undefined) return { dir: paths.dir, state: 'absent' };
  const { createdAt } = record;
  const answer = await askOwner(paths, { kind: 'status' });
  if (answer === undefined) return { dir: paths.dir, state: 'stopped', createdAt };
  const status = ownerStatusSchema.parse(answer.outcome);
  const { agentSocketPath } = paths;
  return { dir: paths.dir, createdAt, ...status, memoryBytes: mib(machineMemoryMib), agentSocketPath };
}
