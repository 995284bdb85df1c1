import { createSandbox } from './sandbox/create-sandbox.ts';
import { ensureSandboxRunning } from './sandbox/ensure-sandbox-running.ts';
import { defaultSandboxDir } from './sandbox/sandbox-paths.ts';
import { sandboxStatus } from './sandbox/sandbox-status.ts';
import type { OpenSandbox } from './agent-client/reach-agent.ts';

/** A window's own way to its sandbox: the first start creates it, and it powers off again when its last client has left. */
export const openSandboxIn =
  (dir: string = defaultSandboxDir()): OpenSandbox =>
  async ({ onStage, signal }) => {
    const cancellable = signal === undefined ? {} : { signal };
    if ((await sandboxStatus(dir)).state === 'absent') {
      const created = await createSandbox(dir, { onProgress: onStage, ...cancellable });
      if (!created.ok) return created;
    }
    return ensureSandboxRunning(dir, { lifetime: 'implicit', ...cancellable });
  };
