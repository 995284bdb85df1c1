import { lstat, open, readdir, rename, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';

const unitPath = '/usr/lib/systemd/system/qubes-vm@.service';

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

const hasCode = (error: unknown, code: string): boolean => isErrno(error) && error.code === code;

function failureOf(path: string, error: unknown): Failure {
  if (!isErrno(error)) throw error;
  return { code: 'file-failed', path: error.path ?? path, detail: error.message };
}

/**
 * The links in systemd's `multi-user.target.wants` that start VMs at boot: they decide, not the registry
 * (facts/qubes-r2.md §6.1). A unit that somebody wrote in the place of a link is never touched.
 */
export class AutostartLinks {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The VMs that have a link. Without the folder there are none. */
  async list(): Promise<Result<ReadonlySet<VmName>, Failure>> {
    try {
      const names = await readdir(this.#dir);
      const vms = names.map((name) => /^qubes-vm@(.+)\.service$/.exec(name)?.[1]).filter((vm) => vm !== undefined);
      return ok(new Set(vms as VmName[]));
    } catch (error) {
      return hasCode(error, 'ENOENT') ? ok(new Set()) : err(failureOf(this.#dir, error));
    }
  }

  /** Makes or removes the VM's link, durable when it returns; that it is so already is fine. */
  async set(vm: VmName, isOn: boolean): Promise<Result<void, Failure>> {
    // A registry can hold any name; this one would lead out of the folder.
    if (vm.includes('/')) return err({ code: 'file-failed', path: this.#dir, detail: `no unit can be named ${vm}` });
    const path = this.#pathOf(vm);
    try {
      if (isOn) await makeLink(path);
      else await removeLink(path);
      await this.#sync();
      return done;
    } catch (error) {
      return err(failureOf(path, error));
    }
  }

  /**
   * Gives a VM's link to the VM that it is called now; to nobody when it is gone. That there is none is fine, and a unit
   * that somebody wrote stays where it is.
   */
  async hand(from: VmName, to: VmName | null): Promise<Result<void, Failure>> {
    const path = this.#pathOf(from);
    try {
      if (!(await isLink(path))) return done;
      // Renaming would put it into the place of a unit that somebody wrote; a link there says the same already.
      const isFree = to !== null && !(await isThere(this.#pathOf(to)));
      if (isFree) await rename(path, this.#pathOf(to));
      else await unlink(path);
      await this.#sync();
      return done;
    } catch (error) {
      return err(failureOf(path, error));
    }
  }

  #pathOf(vm: VmName): string {
    return join(this.#dir, `qubes-vm@${vm}.service`);
  }

  async #sync(): Promise<void> {
    const folder = await open(this.#dir, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

const isLink = async (path: string): Promise<boolean> => (await isThere(path)) && (await lstat(path)).isSymbolicLink();

async function makeLink(path: string): Promise<void> {
  try {
    await symlink(unitPath, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

async function removeLink(path: string): Promise<void> {
  try {
    const stats = await lstat(path);
    if (!stats.isSymbolicLink()) {
      throw Object.assign(new Error('a unit of its own, not a link; remove it by hand'), { code: 'EEXIST', path });
    }
    await unlink(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
