import { join } from 'node:path';
import type { SystemKind } from '#shared/domain/system.ts';
import type { OpenSandbox } from './agent-client/reach-agent.ts';
import { reachAgent } from './agent-client/reach-agent.ts';
import type { ReachAgent } from './ipc/agent-relay.ts';

/** `reachAgent` for one system, from the folder that holds our bundles. */
export const reachSystem =
  (system: SystemKind, openSandbox: OpenSandbox, bundlesDir: string): ReachAgent =>
  ({ onStage, signal }) =>
    reachAgent({
      system,
      openSandbox,
      agentBundlePath: join(bundlesDir, 'agent.mjs'),
      commandLine: 'qubes-storage-manager',
      onStage,
      signal,
    });
