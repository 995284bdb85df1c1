import { done, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import { qubesdSocketPath } from '../../agent-client/admin-paths.ts';
import type { AdminPorts, Dom0Eyes } from '../admin-operations/admin-ports.ts';
import { copyBlocks } from '../copy/copy-blocks.ts';
import { verifyBlocks } from '../copy/verify-blocks.ts';
import type { CommandRunner, StreamingRunner } from '../exec/command-runner.ts';
import { importCommand, importVolume } from '../qubes/admin-api/import-volume.ts';
import { QubesdUnit } from '../qubes/admin-api/qubesd-unit.ts';
import { QubesdXmlRegistry } from '../qubes/admin-api/qubesd-xml-registry.ts';
import { uncommittedPath } from '../qubes/admin-api/uncommitted-path.ts';
import { LvmThinVolumes } from '../storage/lvm/lvm-thin-volumes.ts';
import { sessionVid, type ThinVolumes } from '../storage/thin-volumes.ts';

/** Of every R4 (facts R4 §4.6). */
const registryPath = '/var/lib/qubes/qubes.xml';

interface Dom0Access extends Pick<AdminPorts, 'dom0' | 'dom0Root' | 'inPlace'> {
  readonly thin: ThinVolumes | null;
}

/** What this agent can see and do beside what qubesd does for it: on qubesd's own machine, and there as root. */
export function dom0Access(socketPath: string | null, runner: CommandRunner & StreamingRunner): Dom0Access {
  if (socketPath !== qubesdSocketPath) return { thin: null, dom0: null, dom0Root: null, inPlace: null };
  if (process.getuid?.() !== 0) {
    return { thin: null, dom0: { uncommittedPath: uncommittedOnDisk }, dom0Root: null, inPlace: null };
  }
  const thin = new LvmThinVolumes(runner);
  return {
    thin,
    inPlace: {
      thin,
      registry: new QubesdXmlRegistry(registryPath),
      service: new QubesdUnit(runner),
      blocks: {
        async copy(request, tools) {
          const copied = await copyBlocks({ ...request, ...tools });
          return copied.ok ? done : copied;
        },
        compare: (pair, tools) => verifyBlocks({ ...pair, ...tools }),
      },
    },
    dom0: { uncommittedPath: (volume, driver) => uncommittedInLvm(thin, volume, driver) },
    dom0Root: {
      importVolume: (volume, to, options) => importVolume(runner, importCommand(volume, to), to, options),
      compare: ({ sourcePath, targetPath, sizeBytes }, { signal }) =>
        verifyBlocks({
          sourcePath: committed(sourcePath),
          targetPath: committed(targetPath),
          sizeBytes,
          report: () => undefined,
          signal,
        }),
    },
  };
}

const uncommittedOnDisk: Dom0Eyes['uncommittedPath'] = async (volume, driver) =>
  ok(await uncommittedPath(volume, driver));

/** Also a session's volume that is not active, and so has no device: LVM has it all the same. */
async function uncommittedInLvm(
  thin: ThinVolumes,
  volume: Pick<RecordedVolume, 'vid' | 'path'>,
  driver: string,
): Promise<Result<string | null, Failure>> {
  if (driver !== 'lvm_thin') return ok(await uncommittedPath(volume, driver));
  const look = await thin.look();
  if (!look.ok) return look;
  const vid = sessionVid(volume.vid);
  return ok(look.value.volumes.has(vid) ? `/dev/${vid}` : null);
}

/** qubesd tells the image of a session, which a halted VM has none of. */
const committed = (path: string): string => path.replace(/-dirty\.img$/, '.img');
