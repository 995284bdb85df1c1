import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { DeviceForGuest } from '../hypervisor.ts';
import type { GuestRequest } from './guest-control.ts';
import type { GuestState } from './guest-state.ts';

export interface GuestAttachmentsOptions {
  readonly runner: CommandRunner;
  /** What is attached is noted there, for whoever has to clean up after a crash. */
  readonly state: GuestState;
  readonly save: () => void;
  /** Under which each device is mounted by the name of its frontend. */
  readonly mountDir: string;
  /** Called with each mount that can be written to, as soon as it is there. */
  readonly onMounted: (mountPoint: string) => void;
}

/** What a guest is given while it runs: it holds the device open, and mounts what can be mounted. One request at a time. */
export class GuestAttachments {
  readonly #options: GuestAttachmentsOptions;
  readonly #files = new Map<string, number>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: GuestAttachmentsOptions) {
    this.#options = options;
  }

  /** null when it is done, else what is in the way. */
  act(request: GuestRequest): Promise<string | null> {
    const turn = this.#last.then(() =>
      request.kind === 'attach' ? this.#attach(request) : this.#detach(request.frontend),
    );
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when no request is under way any more. */
  async settled(): Promise<void> {
    await this.#last;
  }

  writableMounts(): readonly string[] {
    return this.#options.state.attached.flatMap(({ isReadOnly, mountPoint }) =>
      isReadOnly || mountPoint === null ? [] : [mountPoint],
    );
  }

  async #attach({ frontend, path, isReadOnly }: DeviceForGuest): Promise<string | null> {
    const { state, save, mountDir, onMounted } = this.#options;
    if (this.#files.has(frontend)) return `it has something as ${frontend} already`;
    try {
      this.#files.set(frontend, openSync(path, isReadOnly ? 'r' : 'r+'));
    } catch (error) {
      return (error as Error).message;
    }
    const mountPoint = join(mountDir, frontend);
    const attached: GuestState['attached'][number] = { frontend, path, isReadOnly, mountPoint };
    // Noted before it is there: whoever cleans up after a crash may find nothing, but not more than this.
    state.attached.push(attached);
    save();
    if (await this.#mount(path, mountPoint, isReadOnly)) {
      if (!isReadOnly) onMounted(mountPoint);
    } else {
      attached.mountPoint = null;
      save();
    }
    return null;
  }

  /** What is not ext4 (a partitioned disk, nothing yet) is used without being mounted. */
  async #mount(path: string, mountPoint: string, isReadOnly: boolean): Promise<boolean> {
    mkdirSync(mountPoint, { recursive: true });
    // Without `noload` even a read-only mount would write: it replays the journal.
    const options = isReadOnly ? 'ro,noload' : 'noatime';
    const args = ['-t', 'ext4', '-o', options, path, mountPoint];
    return (await this.#options.runner.run({ program: '/bin/mount', args })).ok;
  }

  async #detach(frontend: string): Promise<string | null> {
    const { runner, state, save } = this.#options;
    const found = state.attached.find((one) => one.frontend === frontend);
    const file = this.#files.get(frontend);
    if (found === undefined || file === undefined) return `it has nothing as ${frontend}`;
    if (found.mountPoint !== null) {
      const unmounted = await runner.run({ program: '/bin/umount', args: ['--', found.mountPoint] });
      if (!unmounted.ok) return `${found.mountPoint} is in use`;
    }
    const trouble = found.isReadOnly ? null : flush(file);
    closeSync(file);
    this.#files.delete(frontend);
    state.attached = state.attached.filter((one) => one !== found);
    save();
    return trouble;
  }
}

/** A device that was pulled out is given up all the same. */
function flush(file: number): string | null {
  try {
    fsyncSync(file);
    return null;
  } catch (error) {
    return `it was given up, but what was written to it last may be lost: ${(error as Error).message}`;
  }
}
