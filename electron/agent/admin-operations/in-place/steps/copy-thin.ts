import * as z from 'zod';
import { done, err } from '#shared/base/result.ts';
import type { CopiedMove } from '#shared/domain/in-place-move.ts';
import type { Step } from '../../../jobs/step.ts';
import { reservedVid, thinDevicePath } from '../../../storage/thin-volumes.ts';
import { byUuid, madeFor, type InPlaceMove } from '../in-place-move.ts';
import type { InPlacePorts } from '../in-place-ports.ts';

const newVolume = ({ name, to, sizeBytes }: CopiedMove, { vm, inPlace }: InPlaceMove) => ({
  vm,
  role: name,
  vid: to.vid,
  thinPool: inPlace.thinPool,
  sizeBytes,
});

export const reserveThin = (volume: CopiedMove, move: InPlaceMove, { thin }: InPlacePorts): Step => ({
  name: 'reserve',
  phase: 'reserve',
  role: volume.name,
  bytes: null,
  async run({ job }) {
    const reserved = await thin.reserve(newVolume(volume, move), job);
    return reserved.ok ? done : reserved;
  },
  async undo({ job }) {
    const look = await thin.look();
    if (!look.ok) return look;
    const made = madeFor(look.value, move.vm, volume.name, job);
    // Where the switch could not be taken back whole, this is what the qube has under its name, or all that it can have.
    const isAside = byUuid(look.value, volume.original.uuid)?.keptBy === job;
    if (made?.vid !== reservedVid(volume.to.vid, job) || isAside) return done;
    return thin.remove(made);
  },
});

const rememberedSchema = z.object({ copiedToByte: z.number().int().nonnegative() });

/** After a crash it goes on from the last checkpoint; what was copied is compared in full afterwards anyway. */
export const copyThin = (volume: CopiedMove, move: InPlaceMove, ports: InPlacePorts): Step => ({
  name: 'copy',
  phase: 'copy',
  role: volume.name,
  bytes: volume.sizeBytes,
  async run({ job, signal, report, remember, remembered }) {
    const pair = await pairOf(volume, move, ports, job);
    if (!pair.ok) return pair;
    const before = rememberedSchema.safeParse(remembered);
    const fromByte = before.success ? before.data.copiedToByte : 0;
    const checkpoint = (copiedToByte: number): void => remember({ copiedToByte });
    return ports.blocks.copy({ ...pair.value, fromByte, checkpoint }, { signal, report });
  },
});

/** Reads the whole copy back from the disk and compares it with the original. */
export const verifyThin = (volume: CopiedMove, move: InPlaceMove, ports: InPlacePorts): Step => ({
  name: 'verify',
  phase: 'verify',
  role: volume.name,
  bytes: volume.sizeBytes,
  async run({ job, signal, report }) {
    const pair = await pairOf(volume, move, ports, job);
    return pair.ok ? ports.blocks.compare(pair.value, { signal, report }) : pair;
  },
});

/** The original is the planned one: qubesd makes another volume of it with every session. */
async function pairOf(
  volume: CopiedMove,
  move: InPlaceMove,
  { thin }: InPlacePorts,
  job: Parameters<InPlacePorts['thin']['reserve']>[1],
) {
  const reserved = await thin.reserve(newVolume(volume, move), job);
  if (!reserved.ok) return reserved;
  const look = await thin.look();
  if (!look.ok) return look;
  const original = byUuid(look.value, volume.original.uuid);
  if (original?.vid !== volume.from.vid) return err({ code: 'vm-changed', vm: move.vm } as const);
  const { path: targetPath, granuleBytes } = reserved.value;
  const pair = { sourcePath: thinDevicePath(original.vid), targetPath, granuleBytes, sizeBytes: volume.sizeBytes };
  return { ok: true, value: pair } as const;
}
