import { setTimeout as wait } from 'node:timers/promises';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { devicePath, removeVolume, type VolumeName } from './lvm-commands.ts';

/** lvm2 says that a volume is in use while something looks at it for a moment: try again after so long, then tell. */
const busyPausesMs = [1000, 2000, 3000];

/** Removes a volume that the caller has made sure is ours; fails with `volume-in-use` when it stays busy. */
export async function removeThinVolume(runner: CommandRunner, volume: VolumeName): Promise<Result<void, Failure>> {
  for (const pauseMs of [...busyPausesMs, undefined]) {
    const output = await runner.run(removeVolume(volume));
    if (output.ok) return done;
    if (output.error.code !== 'command-failed' || !/ in use\b/.test(output.error.stderr)) return output;
    if (pauseMs !== undefined) await wait(pauseMs);
  }
  return err({ code: 'volume-in-use', volume: devicePath(volume) });
}
