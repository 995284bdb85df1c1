import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { startBlockers } from '#shared/rules/start-blockers.ts';
import type { GuestDisk, Hypervisor } from '../hypervisor/hypervisor.ts';
import { registeredVm, slotOf, volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { PreparedRoot, StorageBackend } from '../storage/storage-backend.ts';

export interface VmPowerOptions {
  readonly storage: Readonly<Record<StorageType, StorageBackend>>;
  readonly hypervisor: Hypervisor;
  readonly look: () => Promise<World>;
  readonly jobs: () => readonly Job[];
}

/** Starts and stops VMs: their storage first, then the hypervisor; and the other way round. */
export class VmPower {
  readonly #options: VmPowerOptions;

  constructor(options: VmPowerOptions) {
    this.#options = options;
  }

  async start(name: VmName): Promise<Result<void, Failure>> {
    const world = await this.#options.look();
    const found = registeredVm(world, name);
    if (!found.ok) return found;
    const vm = found.value;
    const blockers = this.#blockers(vm, world);
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    const root = await this.#prepareRoot(vm, world);
    if (!root.ok) return root;
    const started = await this.#options.hypervisor.start(name, [rootDisk(root.value), ...otherDisks(vm, world)]);
    // What was prepared for a guest that did not come up is taken back at once.
    if (!started.ok) await this.#releaseRoot(vm, world);
    return started;
  }

  async stop(name: VmName): Promise<Result<void, Failure>> {
    const world = await this.#options.look();
    const found = registeredVm(world, name);
    if (!found.ok) return found;
    const vm = found.value;
    const stopped = await this.#options.hypervisor.stop(name);
    return stopped.ok ? this.#releaseRoot(vm, world) : stopped;
  }

  #blockers(registered: RegisteredVm, { inventory }: World): readonly Blocker[] {
    const vm = inventory.vms.find(({ name }) => name === registered.name);
    const template = inventory.vms.find(({ name }) => name === registered.template);
    return vm === undefined ? [] : startBlockers(vm, template, this.#options.jobs());
  }

  async #prepareRoot(vm: RegisteredVm, world: World): Promise<Result<PreparedRoot, Failure>> {
    const template = templateOf(vm, world);
    if (template !== undefined) {
      return this.#options.storage[template.storageType].prepareRoot(slotOf(vm, 'root'), slotOf(template, 'root'));
    }
    const own = volumeIn(world.surveys[vm.storageType], vm.name, 'root');
    if (own === undefined) return err({ code: 'volume-not-found', vm: vm.name, role: 'root' });
    return ok({ path: own.path, isReadOnly: false });
  }

  async #releaseRoot(vm: RegisteredVm, world: World): Promise<Result<void, Failure>> {
    const template = templateOf(vm, world);
    return template === undefined ? done : this.#options.storage[template.storageType].releaseRoot(slotOf(vm, 'root'));
  }
}

const templateOf = (vm: RegisteredVm, { registered }: World): RegisteredVm | undefined =>
  vm.template === null ? undefined : registered.get(vm.template);

const rootDisk = (root: PreparedRoot): GuestDisk => ({ frontend: 'xvda', ...root });

function otherDisks(vm: RegisteredVm, { surveys }: World): readonly GuestDisk[] {
  const disks = [
    { frontend: 'xvdb', volume: volumeIn(surveys[vm.storageType], vm.name, 'private') },
    { frontend: 'xvdc', volume: volumeIn(surveys.file, vm.name, 'volatile') },
  ];
  return disks.flatMap(({ frontend, volume }) =>
    volume === undefined ? [] : [{ frontend, path: volume.path, isReadOnly: false }],
  );
}
