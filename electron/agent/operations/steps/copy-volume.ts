import * as z from 'zod';
import { bytes } from '#shared/base/bytes.ts';
import { done } from '#shared/base/result.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import { copyBlocks } from '../../copy/copy-blocks.ts';
import type { Step } from '../../jobs/step.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { newVolumeFor, targetBackend } from './planned-target.ts';

const rememberedSchema = z.object({ copiedToByte: z.number().int().nonnegative() });

/**
 * Copies the data that exists into the reserved volume. After a crash it goes on from the last checkpoint: the source is
 * the same, or the job's check would have ended it, and what was copied is compared in full afterwards anyway.
 */
export function copyVolume(plan: PlanDraft, volume: PlannedVolume, ports: OperationPorts): Step {
  // A device does not tell where it is empty, so that all of it is read.
  const readBytes = volume.from === 'lvm' ? volume.sizeBytes : volume.dataBytes;
  return {
    name: 'copy',
    phase: 'copy',
    role: volume.role,
    bytes: readBytes,
    async run({ job, signal, report, remember, remembered }) {
      const target = await targetBackend(volume, ports).reserve(newVolumeFor(plan, volume, job), job);
      if (!target.ok) return target;
      const before = rememberedSchema.safeParse(remembered);
      const copied = await copyBlocks({
        sourcePath: volume.sourcePath,
        targetPath: target.value.path,
        sizeBytes: volume.sizeBytes,
        granuleBytes: target.value.granuleBytes,
        ...(before.success ? { fromByte: before.data.copiedToByte } : {}),
        // What the file system counts as data and what was found differ by the rounding to granules.
        report: (doneBytes) => report(bytes(Math.min(doneBytes, readBytes))),
        checkpoint: (copiedToByte) => remember({ copiedToByte }),
        signal,
      });
      return copied.ok ? done : copied;
    },
  };
}
