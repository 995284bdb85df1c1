import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { VmName } from '#shared/domain/ids.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import type { GuestDisk } from '../hypervisor.ts';
import { GuestAttachments } from './guest-attachments.ts';
import { answerRequests, removeControl } from './guest-control.ts';
import { attachDisk, detachAll } from './guest-disks.ts';
import { readProcess, removeGuestState, saveGuestState, type GuestState } from './guest-state.ts';

/**
 * A guest of the sandbox, as real as it can be without Xen: a process that holds its disks open, mounts what can be
 * mounted, and writes. Ends itself properly on SIGTERM; on SIGKILL it leaves behind what a crashed guest leaves behind.
 *
 * Usage: guest.mjs --name VM --state DIR --disk JSON…, each a `GuestDisk`.
 */
const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    state: { type: 'string' },
    disk: { type: 'string', multiple: true, default: [] },
  },
});
const writeIntervalMs = 1000;

async function main(vm: VmName, stateDir: string, disks: readonly GuestDisk[]): Promise<void> {
  const runner = createCommandRunner(() => undefined);
  const state: GuestState = {
    processId: process.pid,
    startTicks: readProcess(process.pid)?.startTicks ?? '',
    stage: 'starting',
    rootPath: disks.find(({ frontend }) => frontend === 'xvda')?.source.path ?? null,
    mounts: [],
    loopDevices: [],
    attached: [],
  };
  const save = (stage: GuestState['stage']): void => {
    state.stage = stage;
    saveGuestState(stateDir, vm, state);
  };
  save('starting');
  for (const disk of disks) {
    const mountPoint = join(stateDir, vm, disk.frontend);
    mkdirSync(mountPoint, { recursive: true });
    const attached = await attachDisk(runner, disk, mountPoint, state);
    // Held open until the process ends, mounted or not.
    openSync(attached.device, disk.isReadOnly ? 'r' : 'r+');
    saveGuestState(stateDir, vm, state);
  }
  let beat = 0;
  const attachments = new GuestAttachments({
    runner,
    state,
    save: () => saveGuestState(stateDir, vm, state),
    mountDir: join(stateDir, vm),
    onMounted: (mountPoint) => writeHeartbeat(mountPoint, beat),
  });
  await answerRequests(stateDir, vm, (request) => attachments.act(request));
  save('running');

  const heart = setInterval(() => {
    beat += 1;
    for (const mountPoint of [...state.mounts, ...attachments.writableMounts()]) writeHeartbeat(mountPoint, beat);
  }, writeIntervalMs);
  process.on('SIGTERM', () => {
    clearInterval(heart);
    save('stopping');
    removeControl(stateDir, vm);
    void attachments
      .settled()
      .then(() => detachAll(runner, state))
      .then(() => {
        removeGuestState(stateDir, vm);
        process.exit(0);
      });
  });
}

/** A full or broken disk is the guest's own trouble, as in a real one. */
function writeHeartbeat(mountPoint: string, beat: number): void {
  try {
    writeFileSync(join(mountPoint, '.guest-heartbeat'), `${beat} ${new Date().toISOString()}\n`);
  } catch {
    process.stderr.write(`cannot write to ${mountPoint}\n`);
  }
}

if (values.name === undefined || values.state === undefined) {
  process.stderr.write('usage: guest.mjs --name VM --state DIR --disk JSON…\n');
  process.exitCode = 2;
} else {
  const disks = values.disk.map((disk) => JSON.parse(disk) as GuestDisk);
  await main(values.name as VmName, values.state, disks);
}
