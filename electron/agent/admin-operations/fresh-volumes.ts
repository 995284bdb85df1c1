import { gib } from '#shared/base/bytes.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { FreshVolume } from '#shared/domain/plan.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { ownRoles, poolsOf, type Creation } from './new-qube.ts';
import { poolInfosOf } from './pools-of-move.ts';
import { kindIn, pathIn } from './relocated-volumes.ts';

/** As large as qubesd makes them (facts §3.1). */
const usualBytes = { root: gib(10), private: gib(2) };

/** The empty volumes of a new qube, as a person is shown them; its guest puts file systems on them. */
export async function freshVolumes(
  creation: Creation,
  { inventory }: AdminWorld,
  ports: AdminPorts,
): Promise<Result<readonly FreshVolume[], Failure>> {
  const pools = new Map(poolsOf(creation));
  const infos = await poolInfosOf([...pools.values()], ports);
  if (!infos.ok) return infos;
  const folder = creation.class === 'TemplateVM' ? 'vm-templates' : 'appvms';
  return ok(
    ownRoles(creation).flatMap((role) => {
      const pool = inventory.pools.find(({ name }) => name === pools.get(role));
      if (pool === undefined) return [];
      const asked = role === 'root' ? creation.rootBytes : creation.privateBytes;
      return [
        {
          role,
          to: kindIn(pool.name, infos.value),
          toPool: pool.id,
          toPoolName: pool.name,
          targetPath: pathIn(infos.value.get(pool.name), creation.vm, { name: role, vid: `${folder}/` }, pool.name),
          targetSizeBytes: asked ?? usualBytes[role],
          fileSystem: null,
        },
      ];
    }),
  );
}
