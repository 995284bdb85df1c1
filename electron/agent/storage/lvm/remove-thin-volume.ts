import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { devicePath, removeVolume, type VolumeName } from './lvm-commands.ts';
import { whileBusy } from './while-busy.ts';

/** Removes a volume that the caller has made sure is ours; fails with `volume-in-use` when it stays busy. */
export const removeThinVolume = (runner: CommandRunner, volume: VolumeName): Promise<Result<void, Failure>> =>
  whileBusy(async () => {
    const output = await runner.run(removeVolume(volume));
    if (output.ok) return done;
    const isBusy = output.error.code === 'command-failed' && / in use\b/.test(output.error.stderr);
    return isBusy ? err({ code: 'volume-in-use', volume: devicePath(volume) }) : output;
  });
