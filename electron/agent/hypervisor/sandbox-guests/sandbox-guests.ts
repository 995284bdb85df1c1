import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { versionAt } from '../../device-mapper/root-version.ts';
import type { AttachedDisk, DeviceForGuest, FileSystemGrowth, GuestDisk, Hypervisor } from '../hypervisor.ts';
import { closeUnused, openVersion } from './block-snapshot.ts';
import { askGuest, type GuestRequest } from './guest-control.ts';
import { growFileSystem } from './grow-file-system.ts';
import { detachAll } from './guest-disks.ts';
import { guestNames, powerOf, readGuestState, removeGuestState } from './guest-state.ts';

const pollMs = 50;
const startTimeoutMs = 20_000;
const stopTimeoutMs = 20_000;
const signalTimeoutMs = 5_000;
const answerTimeoutMs = 10_000;
const dom0 = 'dom0' as VmName;

export interface SandboxGuestsOptions {
  readonly runner: CommandRunner;
  /** Where the guests keep their state files and mounts. */
  readonly stateDir: string;
  /** The node program and the guest's script. */
  readonly node: string;
  readonly guestScript: string;
}

/** The hypervisor of the sandbox: its guests are processes (guest-main.ts). */
export class SandboxGuests implements Hypervisor {
  readonly #options: SandboxGuestsOptions;

  constructor(options: SandboxGuestsOptions) {
    this.#options = options;
    mkdirSync(options.stateDir, { recursive: true, mode: 0o700 });
  }

  powerStates(): Promise<Result<ReadonlyMap<VmName, PowerState>, Failure>> {
    const states = new Map<VmName, PowerState>();
    for (const vm of guestNames(this.#options.stateDir)) {
      const power = this.#powerOf(vm);
      if (power !== 'halted') states.set(vm, power);
    }
    return Promise.resolve(ok(states));
  }

  rootVersions(): Promise<Result<ReadonlyMap<VmName, string>, Failure>> {
    const versions = new Map<VmName, string>();
    for (const vm of guestNames(this.#options.stateDir)) {
      const version = versionAt(readGuestState(this.#options.stateDir, vm)?.rootPath ?? '');
      if (version !== undefined) versions.set(vm, version);
    }
    return Promise.resolve(ok(versions));
  }

  async start(vm: VmName, disks: readonly GuestDisk[]): Promise<Result<void, Failure>> {
    const { runner, stateDir, node, guestScript } = this.#options;
    const power = this.#powerOf(vm);
    if (power !== 'halted') return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
    const opened = await this.#openDisks(disks);
    if (!opened.ok) return opened;
    const diskArgs = opened.value.map((disk) => `--disk=${JSON.stringify(disk)}`);
    const started = await runner.startDetached(
      { program: node, args: [guestScript, `--name=${vm}`, `--state=${stateDir}`, ...diskArgs] },
      join(stateDir, `${vm}.log`),
    );
    if (!started.ok) {
      await closeUnused(runner);
      return started;
    }
    const isUp = await this.#reaches(vm, ['running', 'crashed'], startTimeoutMs);
    if (isUp && this.#powerOf(vm) === 'running') return done;
    await this.kill(vm);
    return err({ code: 'guest-failed', vm, detail: `it did not start; see ${join(stateDir, `${vm}.log`)}` });
  }

  async stop(vm: VmName): Promise<Result<void, Failure>> {
    const state = readGuestState(this.#options.stateDir, vm);
    if (state === undefined || powerOf(state) === 'crashed') return this.kill(vm);
    process.kill(state.processId, 'SIGTERM');
    // A process that stands still hears of it when it goes on.
    process.kill(state.processId, 'SIGCONT');
    if (!(await this.#reaches(vm, ['halted', 'crashed'], stopTimeoutMs))) {
      return err({ code: 'guest-failed', vm, detail: 'it does not shut down' });
    }
    // It has said that it is done, and has its disks open for as long as the process is there.
    await until(() => powerOf(state) === 'crashed', stopTimeoutMs);
    // It may have crashed over it.
    return this.kill(vm);
  }

  pause(vm: VmName): Promise<Result<void, Failure>> {
    return this.#signal(vm, 'SIGSTOP', 'running', 'paused');
  }

  unpause(vm: VmName): Promise<Result<void, Failure>> {
    return this.#signal(vm, 'SIGCONT', 'paused', 'running');
  }

  async kill(vm: VmName): Promise<Result<void, Failure>> {
    const { runner, stateDir } = this.#options;
    const state = readGuestState(stateDir, vm);
    if (state !== undefined) {
      if (powerOf(state) !== 'crashed') {
        process.kill(state.processId, 'SIGKILL');
        if (!(await this.#reaches(vm, ['halted', 'crashed'], stopTimeoutMs))) {
          return err({ code: 'guest-failed', vm, detail: 'it does not end' });
        }
      }
      await detachAll(runner, state);
      removeGuestState(stateDir, vm);
    }
    return closeUnused(runner);
  }

  async growFileSystem(disk: GuestDisk): Promise<Result<FileSystemGrowth, Failure>> {
    const { runner } = this.#options;
    const opened = await this.#openDisks([disk]);
    if (!opened.ok) return opened;
    const [device = disk] = opened.value;
    const grown = await growFileSystem(runner, device.source.path);
    const closed = await closeUnused(runner);
    return closed.ok ? grown : closed;
  }

  /** Each disk as a block device or a plain image. What a crash left of others is in nobody's way afterwards. */
  async #openDisks(disks: readonly GuestDisk[]): Promise<Result<readonly GuestDisk[], Failure>> {
    const { runner } = this.#options;
    const closed = await closeUnused(runner);
    if (!closed.ok) return closed;
    const opened: GuestDisk[] = [];
    for (const disk of disks) {
      const { source } = disk;
      if (source.kind === 'block' || source.kind === 'image') {
        opened.push(disk);
        continue;
      }
      const device = await openVersion(runner, source);
      if (!device.ok) {
        await closeUnused(runner);
        return device;
      }
      opened.push({ ...disk, source: { kind: 'block', path: device.value } });
    }
    return ok(opened);
  }

  /** A guest that has crashed still has its mounts. */
  attachedDisks(): Promise<Result<readonly AttachedDisk[], Failure>> {
    const { stateDir } = this.#options;
    const disks = guestNames(stateDir).flatMap((vm) =>
      (readGuestState(stateDir, vm)?.attached ?? []).map(({ frontend, path, isReadOnly }) => {
        return { vm, frontend, path, isReadOnly, backend: dom0, deviceNumber: null };
      }),
    );
    return Promise.resolve(ok(disks));
  }

  attach(vm: VmName, { frontend, path, isReadOnly }: DeviceForGuest): Promise<Result<void, Failure>> {
    return this.#ask(vm, { kind: 'attach', frontend, path, isReadOnly });
  }

  detach(vm: VmName, frontend: string): Promise<Result<void, Failure>> {
    return this.#ask(vm, { kind: 'detach', frontend });
  }

  async #ask(vm: VmName, request: GuestRequest): Promise<Result<void, Failure>> {
    const trouble = await askGuest(this.#options.stateDir, vm, request, answerTimeoutMs);
    return trouble === null ? done : err({ code: 'guest-failed', vm, detail: trouble });
  }

  async #signal(vm: VmName, signal: NodeJS.Signals, from: PowerState, to: PowerState): Promise<Result<void, Failure>> {
    const state = readGuestState(this.#options.stateDir, vm);
    if (state === undefined || powerOf(state) !== from) {
      return err({ code: 'guest-failed', vm, detail: `it is not ${from}` });
    }
    process.kill(state.processId, signal);
    const isThere = await this.#reaches(vm, [to], signalTimeoutMs);
    return isThere ? done : err({ code: 'guest-failed', vm, detail: `it is still ${from}` });
  }

  #powerOf(vm: VmName): PowerState {
    const state = readGuestState(this.#options.stateDir, vm);
    return state === undefined ? 'halted' : powerOf(state);
  }

  #reaches(vm: VmName, wanted: readonly PowerState[], timeoutMs: number): Promise<boolean> {
    return until(() => wanted.includes(this.#powerOf(vm)), timeoutMs);
  }
}

async function until(isReached: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if (isReached()) return true;
    await wait(pollMs);
  }
  return false;
}
