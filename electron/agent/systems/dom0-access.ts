import { qubesdSocketPath } from '../../agent-client/admin-paths.ts';
import type { AdminPorts } from '../admin-operations/admin-ports.ts';
import { verifyBlocks } from '../copy/verify-blocks.ts';
import type { StreamingRunner } from '../exec/command-runner.ts';
import { importCommand, importVolume } from '../qubes/admin-api/import-volume.ts';
import { uncommittedPath } from '../qubes/admin-api/uncommitted-path.ts';

/** What this agent can see and do beside what qubesd does for it: on qubesd's own machine, and there as root. */
export function dom0Access(socketPath: string | null, runner: StreamingRunner): Pick<AdminPorts, 'dom0' | 'dom0Root'> {
  const isDom0 = socketPath === qubesdSocketPath;
  const isRoot = process.getuid?.() === 0;
  return {
    dom0: isDom0 ? { uncommittedPath } : null,
    dom0Root:
      isDom0 && isRoot
        ? {
            importVolume: (volume, to, options) => importVolume(runner, importCommand(volume, to), to, options),
            compare: ({ sourcePath, targetPath, sizeBytes }, { signal }) =>
              verifyBlocks({
                sourcePath: committed(sourcePath),
                targetPath: committed(targetPath),
                sizeBytes,
                report: () => undefined,
                signal,
              }),
          }
        : null,
  };
}

/** qubesd tells the image of a session, which a halted VM has none of. */
const committed = (path: string): string => path.replace(/-dirty\.img$/, '.img');
