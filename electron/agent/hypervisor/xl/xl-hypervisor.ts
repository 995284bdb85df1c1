import { setTimeout as wait } from 'node:timers/promises';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { versionAt } from '../../device-mapper/root-version.ts';
import type { AttachedDisk, DeviceForGuest, Hypervisor } from '../hypervisor.ts';
import { connected, parseStore, type StoredDisk } from './parse-store.ts';
import { parseXlList } from './parse-xl-list.ts';
import { attachBlockDevice, detachBlockDevice, listDomains, listStore } from './xl-commands.ts';

/** How often, and how long after each other, the store is asked whether a guest has taken a disk or given it up. */
const looks = 25;
const defaultPauseMs = 200;

/** Xen, as a core-2 dom0 has it. VMs are started and stopped by Qubes' own tools there. */
export class XlHypervisor implements Hypervisor {
  readonly #runner: CommandRunner;
  readonly #pauseMs: number;

  constructor(runner: CommandRunner, pauseMs = defaultPauseMs) {
    this.#runner = runner;
    this.#pauseMs = pauseMs;
  }

  async powerStates(): Promise<Result<ReadonlyMap<VmName, PowerState>, Failure>> {
    const output = await this.#runner.run(listDomains);
    if (!output.ok) return output;
    const states = parseXlList(output.value);
    if (states !== null) return ok(states);
    return err({ code: 'report-unreadable', program: listDomains.program, detail: 'not a list of domains' });
  }

  async rootVersions(): Promise<Result<ReadonlyMap<VmName, string>, Failure>> {
    const disks = await this.#disks();
    if (!disks.ok) return disks;
    const versions = disks.value.flatMap(({ vm, frontend, node }) => {
      const version = frontend === 'xvda' ? versionAt(node ?? '') : undefined;
      return version === undefined ? [] : [[vm, version] as const];
    });
    return ok(new Map(versions));
  }

  start(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-start');
  }

  stop(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-shutdown');
  }

  pause(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-pause');
  }

  unpause(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-unpause');
  }

  kill(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-kill');
  }

  attachedDisks(): Promise<Result<readonly AttachedDisk[], Failure>> {
    return this.#disks();
  }

  /** xl is done before the guest is: a guest without a driver for it never takes the disk, and must not keep it half. */
  async attach(vm: VmName, device: DeviceForGuest): Promise<Result<void, Failure>> {
    const attached = await this.#runner.run(attachBlockDevice(vm, device));
    if (!attached.ok) return attached;
    const isTaken = await this.#becomes(vm, device.frontend, (found) => found?.state === connected);
    if (!isTaken.ok || isTaken.value) return isTaken.ok ? done : isTaken;
    const takenBack = await this.detach(vm, device.frontend);
    if (!takenBack.ok) return takenBack;
    return err({ code: 'guest-failed', vm, detail: `it does not take ${device.frontend}, which was taken back` });
  }

  async detach(vm: VmName, frontend: string): Promise<Result<void, Failure>> {
    const detached = await this.#runner.run(detachBlockDevice(vm, frontend));
    if (!detached.ok) return detached;
    const isGone = await this.#becomes(vm, frontend, (found) => found === undefined);
    if (!isGone.ok || isGone.value) return isGone.ok ? done : isGone;
    return err({ code: 'guest-failed', vm, detail: `it does not give ${frontend} up` });
  }

  async #disks(): Promise<Result<readonly StoredDisk[], Failure>> {
    const output = await this.#runner.run(listStore);
    return output.ok ? ok(parseStore(output.value)) : output;
  }

  async #becomes(
    vm: VmName,
    frontend: string,
    isWanted: (disk: StoredDisk | undefined) => boolean,
  ): Promise<Result<boolean, Failure>> {
    for (let look = 0; look < looks; look += 1) {
      if (look > 0) await wait(this.#pauseMs);
      const disks = await this.#disks();
      if (!disks.ok) return disks;
      if (isWanted(disks.value.find((disk) => disk.vm === vm && disk.frontend === frontend))) return ok(true);
    }
    return ok(false);
  }
}

const refer = (vm: VmName, tool: string): Promise<Result<void, Failure>> =>
  Promise.resolve(err({ code: 'guest-failed', vm, detail: `use ${tool} on this machine` }));
