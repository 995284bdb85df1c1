import { done, err, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { startBlockers } from '#shared/rules/start-blockers.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import { registeredVm, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { VolumeSessions } from '../storage/volume-sessions.ts';
import { vmDisks } from './vm-disks.ts';
import { VmStorage } from './vm-storage.ts';

export interface VmPowerOptions {
  readonly sessions: Readonly<Record<StorageType, VolumeSessions>>;
  readonly hypervisor: Hypervisor;
  readonly look: () => Promise<World>;
  readonly jobs: () => readonly Job[];
}

/** Starts and stops VMs: their storage first, then the hypervisor; and the other way round. */
export class VmPower {
  readonly #options: VmPowerOptions;
  readonly #storage: VmStorage;

  constructor(options: VmPowerOptions) {
    this.#options = options;
    this.#storage = new VmStorage(options.sessions);
  }

  async start(name: VmName): Promise<Result<void, Failure>> {
    const world = await this.#options.look();
    const found = registeredVm(world, name);
    if (!found.ok) return found;
    const vm = found.value;
    const blockers = this.#blockers(vm, world);
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    // What a crashed guest has left is put in order as if it had been stopped.
    const cleared = isCrashed(name, world) ? await this.#options.hypervisor.kill(name) : done;
    if (!cleared.ok) return cleared;
    const disks = vmDisks(vm, world, this.#options.sessions);
    if (!disks.ok) return disks;
    const prepared = await this.#storage.prepare(vm, world);
    if (!prepared.ok) return prepared;
    const started = await this.#options.hypervisor.start(name, disks.value);
    // The failure that a person is told of is the first one; what stays behind is put in order by the next start.
    if (!started.ok) await this.#storage.abandon(vm, world);
    return started;
  }

  /** Also for a VM that has crashed, or has shut itself down: its storage is put in order. */
  async stop(name: VmName): Promise<Result<void, Failure>> {
    const world = await this.#options.look();
    const found = registeredVm(world, name);
    if (!found.ok) return found;
    const vm = found.value;
    const stopped = await this.#options.hypervisor.stop(name);
    return stopped.ok ? this.#storage.release(vm, world) : stopped;
  }

  #blockers(registered: RegisteredVm, { inventory }: World): readonly Blocker[] {
    const vm = inventory.vms.find(({ name }) => name === registered.name);
    const template = inventory.vms.find(({ name }) => name === registered.template);
    return vm === undefined ? [] : startBlockers(vm, template, this.#options.jobs());
  }
}

const isCrashed = (name: VmName, { inventory }: World): boolean =>
  inventory.vms.some((vm) => vm.name === name && vm.power === 'crashed');
