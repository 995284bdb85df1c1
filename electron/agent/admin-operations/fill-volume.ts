import { bytes, type Bytes } from '#shared/base/bytes.ts';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { StepTools } from '../jobs/step.ts';
import type { AdminPorts } from './admin-ports.ts';
import { nameOf, poolFor, sourceOf, type Made, type Move } from './relocation-draft.ts';

export type FillTools = Pick<StepTools, 'job' | 'signal' | 'report'>;

/** Below this share of a volume LVM's percentage says nothing. */
const measurableFraction = 1e-4;
const leastMeasurableBytes = 2 ** 20;

/**
 * Puts into a new volume what it is a copy of: the original's, or the copy's. Its settings come after that: with no
 * revision kept there is none of the empty volume that it was, to which nobody should be able to go back (facts T5).
 */
export async function fillVolume(
  made: Made,
  volume: RecordedVolume,
  move: Move,
  { job, signal, report }: FillTools,
  ports: AdminPorts,
): Promise<Result<void, Failure>> {
  const { qubes } = ports;
  const to = nameOf(made, move, job);
  const from = sourceOf(made, move, job);
  const pool = poolFor(move, volume);
  const unkept = await qubes.setVolume(to, volume.name, 'revisions_to_keep', 0);
  if (!unkept.ok) return unkept;
  const isImported = made !== 'final' && move.relocation.imported.includes(volume.name);
  const watching = watchFilling(pool, volume.usedBytes, report, ports);
  const filled = isImported
    ? await importVolume(volume, to, signal, ports)
    : await qubes.clone(from, to, volume.name, { signal });
  watching.end();
  if (!filled.ok) return filled;
  const whole = await checkFilled(to, volume, ports);
  if (!whole.ok) return whole;
  const driver = await qubes.poolInfo(pool);
  if (!driver.ok) return driver;
  // More than one, and qubesd's file driver refuses it.
  const most = driver.value.driver === 'file' ? Math.min(1, volume.revisionsToKeep) : volume.revisionsToKeep;
  const kept = await qubes.setVolume(to, volume.name, 'revisions_to_keep', most);
  if (!kept.ok || volume.isWritable) return kept;
  return qubes.setVolume(to, volume.name, 'rw', false);
}

async function importVolume(
  { name, path, sizeBytes }: RecordedVolume,
  vm: string,
  signal: AbortSignal,
  { dom0Root }: AdminPorts,
): Promise<Result<void, Failure>> {
  if (dom0Root === null) return err({ code: 'needs-root', program: 'admin.vm.volume.ImportWithSize' });
  return dom0Root.importVolume({ path, sizeBytes }, { vm, volume: name }, { signal });
}

/** A clone of what cannot be cloned is empty, and no failure (facts §2.3). */
export async function checkFilled(
  vm: string,
  { name, sizeBytes, usedBytes }: RecordedVolume,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const info = await qubes.volume(vm, name);
  if (!info.ok) return info;
  const copy = info.value;
  const incomplete = (detail: string) =>
    err({ code: 'copy-incomplete', vm: vm as Move['vm'], volume: name, detail } as const);
  if (copy.sizeBytes !== sizeBytes) return incomplete(`it has ${copy.sizeBytes ?? 0} bytes instead of ${sizeBytes}`);
  const isMeasurable = usedBytes > leastMeasurableBytes + sizeBytes * measurableFraction;
  return isMeasurable && (copy.usedBytes ?? 0) === 0 ? incomplete('there is nothing in it') : done;
}

/** qubesd tells nothing of how far it is: what comes into the pool meanwhile is most likely this (facts §4.2). */
function watchFilling(
  pool: string,
  totalBytes: Bytes,
  report: FillTools['report'],
  { qubes, pollMs }: AdminPorts,
): { readonly end: () => void } {
  let startBytes: number | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    // Some drivers keep qubesd from answering until they are done (facts T10).
    if (isLooking) return;
    isLooking = true;
    const usage = await qubes.poolUsage(pool);
    isLooking = false;
    const used = usage.ok ? usage.value.usedBytes : null;
    if (used === null) return;
    startBytes ??= used;
    report(bytes(Math.max(0, Math.min(totalBytes, used - startBytes))));
  };
  const timer = setInterval(() => void look(), pollMs);
  return { end: () => clearInterval(timer) };
}
