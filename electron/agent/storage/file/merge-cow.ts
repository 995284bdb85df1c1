import { open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { bytes, type Bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { createDevice, detachLoop, mergeTable, removeDevice, reportStatus } from '../../device-mapper/dm-commands.ts';
import { loopForFile } from '../../device-mapper/loop-for-file.ts';
import { listMappedDevices } from '../../device-mapper/mapped-devices.ts';
import { versionName } from '../../device-mapper/root-version.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';

const pollMs = 200;
const sectorBytes = 512;

/**
 * Has the kernel put the old blocks that a COW holds back into the root, and waits for it. It takes them off the COW's list
 * as it goes, each after it is on the disk: cut off at any moment, this is simply run again. `report` counts what is back.
 */
export async function mergeCow(
  runner: CommandRunner,
  rootPath: string,
  cowPath: string,
  report: (doneBytes: Bytes) => void,
): Promise<Result<void, Failure>> {
  const [root, cow] = await Promise.all([stat(rootPath, { bigint: true }), stat(cowPath, { bigint: true })]);
  const loops = await loopsFor(runner, [rootPath, cowPath]);
  if (!loops.ok) return loops;
  const [rootLoop = '', cowLoop = ''] = loops.value;

  const name = versionName(root, cow);
  const devices = await listMappedDevices(runner);
  if (!devices.ok) return devices;
  // One that outlived the agent has gone on by itself.
  const isAtWork = devices.value.some((device) => device.name === name && device.target === 'snapshot-merge');
  const table = mergeTable(bytes(Number(root.size)), rootLoop, cowLoop);
  const begun = isAtWork ? done : await runner.run(createDevice(name, table));
  if (!begun.ok) return begun;
  const merged = await waitForMerge(runner, name, cowPath, report);
  if (!merged.ok) return merged;

  const removed = await runner.run(removeDevice(name));
  if (!removed.ok) return removed;
  for (const loop of loops.value) await runner.run(detachLoop(loop));
  const file = await open(rootPath, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return done;
}

async function loopsFor(runner: CommandRunner, paths: readonly string[]): Promise<Result<readonly string[], Failure>> {
  const loops: string[] = [];
  for (const path of paths) {
    const loop = await loopForFile(runner, path);
    if (!loop.ok) return loop;
    loops.push(loop.value);
  }
  return ok(loops);
}

async function waitForMerge(
  runner: CommandRunner,
  name: string,
  cowPath: string,
  report: (doneBytes: Bytes) => void,
): Promise<Result<void, Failure>> {
  let planned: number | undefined;
  for (;;) {
    const status = await runner.run(reportStatus(name));
    if (!status.ok) return status;
    const left = sectorsLeft(status.value);
    // The kernel says `Invalid` or `Merge failed`.
    if (left === undefined) return err({ code: 'file-failed', path: cowPath, detail: status.value.trim() });
    planned ??= left;
    report(bytes((planned - left) * sectorBytes));
    if (left === 0) return done;
    await wait(pollMs);
  }
}

/** `0 131072 snapshot-merge 4608/131072 512`: in use, of how many, and how many of these are the list itself. */
export function sectorsLeft(status: string): number | undefined {
  const numbers = /^\d+ \d+ snapshot-merge (\d+)\/\d+ (\d+)$/m.exec(status.trim());
  return numbers === null ? undefined : Math.max(0, Number(numbers[1]) - Number(numbers[2]));
}
