import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { AdminClient } from './admin-client.ts';
import { adminRequest, type AdminRequest } from './admin-request.ts';
import { isException } from './is-exception.ts';

/** Starts, shuts down, kills and pauses VMs. qubesd prepares their storage, and refuses what is not possible in its own words. */
export class AdminPower {
  readonly #client: AdminClient;

  constructor(client: AdminClient) {
    this.#client = client;
  }

  start(vm: VmName): Promise<Result<void, Failure>> {
    return this.#act(adminRequest('admin.vm.Start', vm), vm);
  }

  /** Answers when the volumes are committed, which is after qubesd says Halted (facts T3). */
  async stop(vm: VmName): Promise<Result<void, Failure>> {
    const stopped = await this.#act(adminRequest('admin.vm.Shutdown', vm, 'wait'), vm);
    return !stopped.ok && isException(stopped.error, 'QubesVMNotStartedError') ? done : stopped;
  }

  /** Answers when the volumes are committed, too. */
  async kill(vm: VmName): Promise<Result<void, Failure>> {
    const killed = await this.#act(adminRequest('admin.vm.Kill', vm), vm);
    return !killed.ok && isException(killed.error, 'QubesVMNotStartedError') ? done : killed;
  }

  pause(vm: VmName): Promise<Result<void, Failure>> {
    return this.#act(adminRequest('admin.vm.Pause', vm), vm);
  }

  unpause(vm: VmName): Promise<Result<void, Failure>> {
    return this.#act(adminRequest('admin.vm.Unpause', vm), vm);
  }

  /** qubesd prepares and releases storage by itself, whoever starts a VM. */
  prepare(): Promise<Result<void, Failure>> {
    return Promise.resolve(notHere);
  }

  release(): Promise<Result<void, Failure>> {
    return Promise.resolve(notHere);
  }

  disks(): Promise<Result<never, Failure>> {
    return Promise.resolve(notHere);
  }

  startDisposable(): Promise<Result<VmName, Failure>> {
    return Promise.resolve(notHere);
  }

  async #act(request: AdminRequest, vm: VmName): Promise<Result<void, Failure>> {
    const reply = await this.#client.call(request);
    if (reply.ok) return done;
    return isException(reply.error, 'QubesVMNotFoundError') ? err({ code: 'vm-not-found', vm }) : reply;
  }
}

const notHere: Result<never, Failure> = err({ code: 'refused', blockers: [{ code: 'not-on-this-system' }] });
