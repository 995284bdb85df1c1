import { join } from 'node:path';
import type { SystemKind } from '#shared/domain/system.ts';
import { reachAgent } from './agent-client/reach-agent.ts';
import type { ReachAgent } from './ipc/agent-relay.ts';
import type { LaunchOptions } from './launch-options.ts';
import { openSandboxIn } from './open-sandbox.ts';

/** `reachAgent` for one system as the window was started for it, from the folder that holds our bundles. */
export const reachSystem =
  (system: SystemKind, { sandboxDir, qubesdSocket }: LaunchOptions, bundlesDir: string): ReachAgent =>
  ({ onStage, signal }) =>
    reachAgent({
      system,
      qubesdSocket,
      openSandbox: openSandboxIn(sandboxDir),
      agentBundlePath: join(bundlesDir, 'agent.mjs'),
      commandLine: 'qubes-storage-manager',
      onStage,
      signal,
    });
