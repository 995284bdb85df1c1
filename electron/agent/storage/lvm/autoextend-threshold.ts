import type { CommandRunner } from '../../exec/command-runner.ts';
import { reportAutoextendThreshold } from './lvm-commands.ts';

/** Off: what lvm2 has when nobody set it. */
const off = 1;

/** lvm2's `activation/thin_pool_autoextend_threshold` as a share; off where it cannot be asked. */
export async function autoextendThresholdFraction(runner: CommandRunner): Promise<number> {
  const output = await runner.run(reportAutoextendThreshold());
  const percent = output.ok ? /thin_pool_autoextend_threshold=(\d+)/.exec(output.value)?.[1] : undefined;
  return percent === undefined ? off : Math.min(off, Number(percent) / 100);
}
