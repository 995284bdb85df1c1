import { bytes, sumBytes, type Bytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PlannedVolume, PlanNote } from '#shared/domain/plan.ts';
import type { RecordedVolume, Relocation } from '#shared/domain/relocation.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { carriedBlockers, roomBlockers } from '#shared/rules/relocation-blockers.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { poolInfosOf, sharesBlocks, takenForOne } from './pools-of-move.ts';
import { recordQube } from './record-qube.ts';
import { relocatedVolumes } from './relocated-volumes.ts';
import { poolFor, type Move } from './relocation-draft.ts';
import { sessionBlockers } from './session-blockers.ts';

/** What a plan that makes a qube again under another name says of that. */
export interface PlannedCopy {
  readonly relocation: Relocation;
  readonly volumes: readonly PlannedVolume[];
  readonly copyBytes: Bytes;
  readonly estimatedSeconds: number;
  readonly notes: readonly PlanNote[];
}

/** All of a halted qube once more as `name`: what is recorded of it, where its volumes go, and whether there is room. */
export async function planCopy(
  vm: Vm,
  name: VmName,
  chosen: Pick<Move, 'pool' | 'pools'>,
  { inventory }: AdminWorld,
  ports: AdminPorts,
): Promise<Result<PlannedCopy, Failure>> {
  const listed = await ports.qubes.find(vm.name);
  if (!listed.ok) return listed;
  const uuid = listed.value?.uuid ?? null;
  const read = await recordQube(ports.qubes, { name: vm.name, class: vm.class, uuid });
  if (!read.ok) return read;
  const record = read.value;
  const kept = record.volumes.filter(({ isKept }) => isKept);
  const dirty = await sessionBlockers(vm.name, kept, ports);
  if (!dirty.ok) return dirty;
  const poolOf = (volume: RecordedVolume): string => poolFor(chosen, volume);
  const infos = await poolInfosOf(
    record.volumes.flatMap((volume) => [volume.pool, poolOf(volume)]),
    ports,
  );
  if (!infos.ok) return infos;
  const isCopied = (volume: RecordedVolume): boolean => {
    const target = infos.value.get(poolOf(volume));
    return poolOf(volume) !== volume.pool || target === undefined || !sharesBlocks(target);
  };
  const imported = kept.filter((volume) => {
    const target = infos.value.get(poolOf(volume));
    return target !== undefined && takenForOne(infos.value.get(volume.pool), target);
  });
  const [first] = imported;
  const blockers: readonly Blocker[] = [
    ...dirty.value,
    ...carriedBlockers(vm.name, record),
    ...inventory.pools.flatMap((pool) => {
      const copied = kept.filter((volume) => poolOf(volume) === pool.name && isCopied(volume));
      return copied.length === 0 ? [] : roomBlockers(pool, copied, 1);
    }),
    ...(first !== undefined && ports.dom0Root === null
      ? [{ code: 'thin-pools-of-one-name', thinPool: infos.value.get(poolOf(first))?.thinPool ?? '' } as const]
      : []),
  ];
  if (blockers.length > 0) return err({ code: 'refused', blockers });
  const copyBytes = sumBytes(kept.map((volume) => (isCopied(volume) ? volume.usedBytes : bytes(0))));
  const shared = kept.find((volume) => !isCopied(volume));
  return ok({
    relocation: {
      record,
      references: [],
      // R4.2 would take the feature, and start the qube all the same (facts §4.4).
      lock: uuid === null ? 'tag' : 'feature',
      imported: imported.map((volume) => volume.name),
      inPlace: null,
    },
    volumes: inventory.pools.flatMap((pool) =>
      relocatedVolumes(
        { from: vm.name, to: name },
        kept.filter((volume) => poolOf(volume) === pool.name),
        pool,
        infos.value,
      ),
    ),
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy,
    notes: [
      ...(shared === undefined ? [] : [{ code: 'shares-blocks', pool: shared.pool } as const]),
      ...(ports.dom0 === null ? [{ code: 'session-end-unseen' } as const] : []),
    ],
  });
}
