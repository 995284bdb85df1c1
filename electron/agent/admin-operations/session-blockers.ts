import { ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { AdminPorts } from './admin-ports.ts';
import { poolInfosOf } from './pools-of-move.ts';

/** A qube is halted before its volumes are written back, and where that failed it stays so (facts T3, §4.4). */
export async function sessionBlockers(
  vm: VmName,
  volumes: readonly RecordedVolume[],
  ports: AdminPorts,
): Promise<Result<readonly Blocker[], Failure>> {
  const { dom0 } = ports;
  const kept = volumes.filter(({ isKept }) => isKept);
  if (dom0 === null) return ok([]);
  const infos = await poolInfosOf(
    kept.map(({ pool }) => pool),
    ports,
  );
  if (!infos.ok) return infos;
  const blockers: Blocker[] = [];
  for (const volume of kept) {
    const path = await dom0.uncommittedPath(volume, infos.value.get(volume.pool)?.driver ?? '');
    if (!path.ok) return path;
    if (path.value !== null) blockers.push({ code: 'session-not-committed', vm, role: volume.name, path: path.value });
  }
  return ok(blockers);
}
