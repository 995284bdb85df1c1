import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { VmLabel } from '#shared/domain/vm.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { disposableBlockers } from '#shared/rules/disposable-blockers.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import { findSubject, type World } from '../inventory/world.ts';
import type { DisposableFiles } from '../qubes/disposable-files.ts';
import type { RegisteredVm, RegistryChange, VmRegistry } from '../qubes/vm-registry.ts';
import type { VolumeSessions } from '../storage/volume-sessions.ts';
import { disposableVolumes } from './session-volumes.ts';
import { sessionDisks } from './vm-disks.ts';
import { VmStorage } from './vm-storage.ts';

export interface DisposableVmsOptions {
  readonly registry: VmRegistry;
  readonly files: DisposableFiles;
  readonly sessions: Readonly<Record<StorageType, VolumeSessions>>;
  readonly hypervisor: Hypervisor;
  readonly look: () => Promise<World>;
  readonly jobs: () => readonly Job[];
}

/** What a DisposableVM is made of. */
interface Origin {
  readonly dvm: RegisteredVm;
  readonly template: RegisteredVm;
}

/** As core-2 labels those that nobody asked a colour for. */
const label: VmLabel = 'red';

/**
 * DisposableVMs on LVM: snapshots of a template's root and of a -dvm's private, a record for as long as the guest runs.
 * The volumes are there before the record and go after it, and their tags say that they are for one session only: whatever
 * a crash leaves is known by them, and removed before the next one is made.
 */
export class DisposableVms {
  readonly #options: DisposableVmsOptions;
  readonly #storage: VmStorage;

  constructor(options: DisposableVmsOptions) {
    this.#options = options;
    this.#storage = new VmStorage(options.sessions);
  }

  async start(dvmName: VmName): Promise<Result<VmName, Failure>> {
    const world = await this.#options.look();
    const origin = this.#originOf(dvmName, world);
    if (!origin.ok) return origin;
    const removed = await this.#removeLeftovers(world);
    if (!removed.ok) return removed;
    const number = await this.#options.files.takeNumber((candidate) => world.registered.has(nameOf(candidate)));
    if (!number.ok) return number;

    const name = nameOf(number.value);
    const volumes = disposableVolumes(name, origin.value);
    const disks = sessionDisks(volumes, world, this.#options.sessions);
    if (!disks.ok) return disks;
    const prepared = await this.#storage.prepare(volumes);
    if (!prepared.ok) return prepared;
    const registered = await this.#register(name, number.value, origin.value);
    const started = registered.ok ? await this.#options.hypervisor.start(name, disks.value) : registered;
    if (started.ok) return ok(name);
    // The failure that a person is told of is the first one; the next start tries again to remove what stays.
    await this.remove(name);
    return started;
  }

  /** Removes a DisposableVM of which no guest runs: its record first, then its volumes. Neither need be there. */
  async remove(name: VmName): Promise<Result<void, Failure>> {
    const { registry, files } = this.#options;
    const unregistered = await registry.edit({
      decide: ({ vms }) => {
        const isThere = vms.some((vm) => vm.name === name && vm.class === 'DispVM');
        return Promise.resolve(ok(isThere ? [{ kind: 'remove', vm: name }] : []));
      },
    });
    if (!unregistered.ok) return unregistered;
    const removed = await files.removeFirewall(name);
    return removed.ok ? this.#storage.release(disposableVolumes(name)) : removed;
  }

  /** Of what volumes were made for a session whose guest, and whose VM, is no more; a VM's own root it keeps for its next start. */
  async #removeLeftovers({ registered }: World): Promise<Result<void, Failure>> {
    const { sessions, hypervisor } = this.#options;
    const [owners, powers] = await Promise.all([sessions.lvm.snapshotOwners(), hypervisor.powerStates()]);
    if (!owners.ok) return owners;
    if (!powers.ok) return powers;
    for (const name of owners.value) {
      const vmClass = registered.get(name)?.class;
      const power = powers.value.get(name) ?? 'halted';
      if ((vmClass !== undefined && vmClass !== 'DispVM') || (power !== 'halted' && power !== 'crashed')) continue;
      const cleared = power === 'crashed' ? await hypervisor.kill(name) : done;
      const removed = cleared.ok ? await this.remove(name) : cleared;
      if (!removed.ok) return removed;
    }
    return done;
  }

  #originOf(name: VmName, world: World): Result<Origin, Failure> {
    const found = findSubject(world, name);
    if (!found.ok) return found;
    const { registered: dvm, shown } = found.value;
    const template = dvm.template === null ? undefined : world.registered.get(dvm.template);
    const shownTemplate = world.inventory.vms.find((vm) => vm.name === template?.name);
    const blockers = disposableBlockers(shown, shownTemplate, this.#options.jobs());
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    return template === undefined ? err({ code: 'vm-not-found', vm: name }) : ok({ dvm, template });
  }

  async #register(name: VmName, number: number, { dvm, template }: Origin): Promise<Result<void, Failure>> {
    const firewallPath = await this.#options.files.copyFirewall(name, dvm.dirPath);
    if (!firewallPath.ok) return firewallPath;
    return this.#options.registry.edit({
      decide: ({ vms }): Promise<Result<readonly RegistryChange[], Failure>> => {
        if (vms.some((vm) => vm.name === name)) return Promise.resolve(err({ code: 'name-taken', name }));
        const current = vms.find((vm) => vm.name === dvm.name);
        if (current?.template !== template.name) return Promise.resolve(err({ code: 'vm-changed', vm: dvm.name }));
        const vm = { name, number, label, template: template.name, netvm: dvm.netvm, firewallPath: firewallPath.value };
        return Promise.resolve(ok([{ kind: 'add-disposable', vm }]));
      },
    });
  }
}

const nameOf = (number: number): VmName => `disp${number}` as VmName;
