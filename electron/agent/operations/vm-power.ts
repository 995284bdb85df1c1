import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { PowerState, Vm } from '#shared/domain/vm.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { inUseBlockers } from '#shared/rules/in-use-blockers.ts';
import { startBlockers } from '#shared/rules/start-blockers.ts';
import type { GuestDisk, Hypervisor } from '../hypervisor/hypervisor.ts';
import { findSubject, volumeIn, type World } from '../inventory/world.ts';
import type { VmFolders } from '../qubes/vm-folders.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { VolumeSessions } from '../storage/volume-sessions.ts';
import type { DisposableVms } from './disposable-vms.ts';
import { sessionVolumes, type PlacedVolume } from './session-volumes.ts';
import { hasVolatileDisk, modulesDisks, vmDisks } from './vm-disks.ts';
import { VmStorage } from './vm-storage.ts';

export interface VmPowerOptions {
  readonly sessions: Readonly<Record<StorageType, VolumeSessions>>;
  readonly hypervisor: Hypervisor;
  readonly folders: Pick<VmFolders, 'resetVolatile'>;
  /** Where dom0 keeps the kernels that it boots VMs with. */
  readonly kernelsDir: string;
  readonly disposables: DisposableVms;
  readonly look: () => Promise<World>;
  readonly jobs: () => readonly Job[];
}

/** A VM, and the look that found it. */
interface Subject {
  readonly registered: RegisteredVm;
  readonly shown: Vm;
  readonly world: World;
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
    const subject = await this.#find(name);
    if (!subject.ok) return subject;
    const disks = await this.#prepare(subject.value);
    if (!disks.ok) return disks;
    const started = await this.#options.hypervisor.start(name, disks.value);
    // The failure that a person is told of is the first one; what stays behind is put in order by the next start.
    if (!started.ok) await this.#storage.abandon(volumesOf(subject.value));
    return started;
  }

  /** Resolves to the name of the DisposableVM that was made. */
  startDisposable(dvm: VmName): Promise<Result<VmName, Failure>> {
    return this.#options.disposables.start(dvm);
  }

  /** All of `start` but the guest. */
  async prepare(name: VmName): Promise<Result<void, Failure>> {
    const subject = await this.#find(name);
    if (!subject.ok) return subject;
    const disks = await this.#prepare(subject.value);
    return disks.ok ? done : disks;
  }

  /** The disks of its guest, whether it runs or not, with the modules of the kernel that it boots with. Changes nothing. */
  async disks(name: VmName): Promise<Result<readonly GuestDisk[], Failure>> {
    const subject = await this.#find(name);
    if (!subject.ok) return subject;
    const { registered, world } = subject.value;
    const disks = vmDisks(registered, world, this.#options.sessions);
    return disks.ok ? ok([...disks.value, ...modulesDisks(registered, this.#options.kernelsDir)]) : disks;
  }

  /** Also for a VM that has crashed, or has shut itself down: its storage is put in order. */
  stop(name: VmName): Promise<Result<void, Failure>> {
    return this.#end(name, (vm) => this.#options.hypervisor.stop(vm));
  }

  kill(name: VmName): Promise<Result<void, Failure>> {
    return this.#end(name, (vm) => this.#options.hypervisor.kill(vm));
  }

  /** Puts the storage of a VM in order that runs no more. */
  async release(name: VmName): Promise<Result<void, Failure>> {
    const subject = await this.#find(name);
    return subject.ok ? this.#release(subject.value) : subject;
  }

  pause(name: VmName): Promise<Result<void, Failure>> {
    return this.#whileIn('running', name, (vm) => this.#options.hypervisor.pause(vm));
  }

  unpause(name: VmName): Promise<Result<void, Failure>> {
    return this.#whileIn('paused', name, (vm) => this.#options.hypervisor.unpause(vm));
  }

  async #find(name: VmName): Promise<Result<Subject, Failure>> {
    const world = await this.#options.look();
    const found = findSubject(world, name);
    return found.ok ? ok({ ...found.value, world }) : found;
  }

  async #prepare({ registered, shown, world }: Subject): Promise<Result<readonly GuestDisk[], Failure>> {
    const template = world.inventory.vms.find(({ name }) => name === registered.template);
    const blockers = startBlockers(shown, template, this.#options.jobs());
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    // What a crashed guest has left is put in order as if it had been stopped.
    const cleared = shown.power === 'crashed' ? await this.#options.hypervisor.kill(shown.name) : done;
    if (!cleared.ok) return cleared;
    const disks = vmDisks(registered, world, this.#options.sessions);
    if (!disks.ok) return disks;
    const prepared = await this.#storage.prepare(sessionVolumes(registered, world));
    if (!prepared.ok) return prepared;
    const reset = await this.#resetVolatile(registered, world);
    if (reset.ok) return disks;
    await this.#storage.abandon(sessionVolumes(registered, world));
    return reset;
  }

  async #resetVolatile(vm: RegisteredVm, world: World): Promise<Result<void, Failure>> {
    if (!hasVolatileDisk(vm)) return done;
    const [root] = sessionVolumes(vm, world);
    const { vm: owner = vm.name } = root?.volume.source ?? {};
    const found = root === undefined ? undefined : volumeIn(world.surveys[root.storage], owner, 'root');
    if (found === undefined) return err({ code: 'volume-not-found', vm: owner, role: 'root' });
    const template = vm.template === null ? undefined : world.registered.get(vm.template);
    const templateDir = (template ?? vm).dirPath;
    return this.#options.folders.resetVolatile({ vm, templateDir, rootBytes: found.sizeBytes });
  }

  async #end(name: VmName, end: (vm: VmName) => Promise<Result<void, Failure>>): Promise<Result<void, Failure>> {
    const subject = await this.#find(name);
    if (!subject.ok) return subject;
    if (subject.value.shown.power === 'halted') return this.#release(subject.value);
    const ended = await end(name);
    return ended.ok ? this.#endSession(subject.value) : ended;
  }

  async #release(subject: Subject): Promise<Result<void, Failure>> {
    // Which volumes are open the session looks itself: a template's may be, as long as its children run.
    const blockers = inUseBlockers(subject.shown, this.#options.jobs()).filter(({ code }) => code !== 'volume-open');
    return blockers.length > 0 ? err({ code: 'refused', blockers }) : this.#endSession(subject);
  }

  #endSession(subject: Subject): Promise<Result<void, Failure>> {
    const { registered } = subject;
    if (registered.class === 'DispVM') return this.#options.disposables.remove(registered.name);
    return this.#storage.release(volumesOf(subject));
  }

  async #whileIn(
    needed: PowerState,
    name: VmName,
    act: (vm: VmName) => Promise<Result<void, Failure>>,
  ): Promise<Result<void, Failure>> {
    const subject = await this.#find(name);
    if (!subject.ok) return subject;
    const { power } = subject.value.shown;
    if (power !== needed)
      return err({ code: 'refused', blockers: [{ code: 'vm-not-in-power', vm: name, power, needed }] });
    return act(name);
  }
}

const volumesOf = ({ registered, world }: Subject): readonly PlacedVolume[] => sessionVolumes(registered, world);
