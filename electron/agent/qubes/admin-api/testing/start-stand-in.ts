import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { recordedState } from './recorded-state.ts';
import type { RecordingName } from './recording.ts';
import { StandInQubesd } from './stand-in-qubesd.ts';

export interface RunningStandIn {
  readonly qubesd: StandInQubesd;
  readonly socketPath: string;
}

/** A stand-in qubesd with the VMs of a recording; it ends with the test. */
export async function startStandIn(name: RecordingName = 'lvm-thin-pools'): Promise<RunningStandIn> {
  const dir = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const qubesd = new StandInQubesd(recordedState(name));
  onTestFinished(async () => {
    await qubesd.close();
    await rm(dir, { recursive: true });
  });
  const socketPath = join(dir, 'qubesd.sock');
  await qubesd.listen(socketPath);
  return { qubesd, socketPath };
}
