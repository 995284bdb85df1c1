import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';

/**
 * What a guest process says of itself, in one file for each guest. The process is known by its id together with the time
 * at which the kernel started it, since ids are used again.
 */
const guestStateSchema = z.object({
  processId: z.number().int().positive(),
  startTicks: z.string(),
  stage: z.enum(['starting', 'running', 'stopping']),
  /** The block device, or the image, that it has as its root; null until it is told. */
  rootPath: z.string().nullable().default(null),
  /** What was set up for it, for whoever has to clean up after a crash. */
  mounts: z.array(z.string()),
  loopDevices: z.array(z.string()),
  /** Devices that it was given while it runs; not mounted where there is no mount point. */
  attached: z.array(
    z.object({
      frontend: z.string(),
      path: z.string(),
      isReadOnly: z.boolean(),
      mountPoint: z.string().nullable(),
    }),
  ),
});
export type GuestState = z.output<typeof guestStateSchema>;

const suffix = '.json';
const statePath = (dir: string, vm: VmName): string => join(dir, `${vm}${suffix}`);

export function saveGuestState(dir: string, vm: VmName, state: GuestState): void {
  const path = statePath(dir, vm);
  writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export const removeGuestState = (dir: string, vm: VmName): void => rmSync(statePath(dir, vm), { force: true });

/** undefined where the guest has none: it is halted. */
export function readGuestState(dir: string, vm: VmName): GuestState | undefined {
  try {
    return guestStateSchema.parse(JSON.parse(readFileSync(statePath(dir, vm), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export const guestNames = (dir: string): readonly VmName[] =>
  readdirSync(dir)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length) as VmName);

/** A guest that is gone without having said so has crashed. */
export function powerOf({ processId, startTicks, stage }: GuestState): PowerState {
  const process = readProcess(processId);
  if (process?.startTicks !== startTicks || process.state === 'Z') return 'crashed';
  if (process.state === 'T') return 'paused';
  switch (stage) {
    case 'starting':
      return 'transient';
    case 'running':
      return 'running';
    case 'stopping':
      return 'halting';
  }
}

/** proc(5), /proc/PID/stat: the state is the field after the name in parentheses, the start time the 22nd of all. */
export function readProcess(processId: number): { readonly state: string; readonly startTicks: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
