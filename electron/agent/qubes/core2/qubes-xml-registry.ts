import { err, ok, done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { RegistryContents, RegistryEdit, VmRegistry } from '../vm-registry.ts';
import { applyChanges } from './apply-changes.ts';
import { newestGoodBackup } from './backups.ts';
import type { Damage } from '../registry-file/damage.ts';
import { openFailure } from '../registry-file/file-failure.ts';
import { isStillAt, lockFile, type LockedFile } from '../registry-file/file-lock.ts';
import { readRegistry, type Core2Registry } from './read-registry.ts';
import { readAll, saveFile } from '../registry-file/save-file.ts';

const lockTimeoutMs = 30_000;

/** The registry of core-2: one `qubes.xml`, shared with core-2's own tools under their lock. */
export class QubesXmlRegistry implements VmRegistry {
  readonly path: string;
  readonly #lockTimeoutMs: number;
  /** Most looks find what the last one did, and parsing is by far the slowest part of one. */
  #last: { readonly bytes: Buffer; readonly registry: Core2Registry } | null = null;

  /** `path` is absolute: VM folders are found from it. */
  constructor(path: string, options: { readonly lockTimeoutMs?: number } = {}) {
    this.path = path;
    this.#lockTimeoutMs = options.lockTimeoutMs ?? lockTimeoutMs;
  }

  async read(options: { readonly signal?: AbortSignal } = {}): Promise<Result<RegistryContents, Failure>> {
    return this.#withLock('shared', options.signal, async (locked) => {
      const registry = await this.#load(locked);
      return registry.ok ? ok(registry.value.contents) : registry;
    });
  }

  async edit({ signal, decide }: RegistryEdit): Promise<Result<void, Failure>> {
    return this.#withLock('exclusive', signal, async (locked) => {
      const current = await this.#load(locked);
      if (!current.ok) return current;
      const changes = await decide(current.value.contents);
      if (!changes.ok) return changes;
      const next = applyChanges(current.value, changes.value);
      if (!next.ok) return next;
      return this.#save(locked, current.value, next.value);
    });
  }

  async #withLock<T>(
    mode: 'shared' | 'exclusive',
    signal: AbortSignal | undefined,
    work: (locked: LockedFile) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const locked = await lockFile(this.path, mode, { signal, timeoutMs: this.#lockTimeoutMs });
    if (!locked.ok) return locked;
    let outcome: Result<T, Failure>;
    try {
      outcome = await work(locked.value);
    } finally {
      await locked.value.release();
    }
    return outcome;
  }

  async #load(locked: LockedFile): Promise<Result<Core2Registry, Failure>> {
    let bytes: Buffer;
    try {
      bytes = await readAll(locked.handle);
    } catch (error) {
      return err(openFailure(this.path, error));
    }
    if (this.#last?.bytes.equals(bytes) === true) return ok(this.#last.registry);
    const registry = readRegistry(this.path, bytes);
    if (!registry.ok) return err(await this.#damaged(registry.error));
    this.#last = { bytes, registry: registry.value };
    return registry;
  }

  async #damaged({ line, column, detail }: Damage): Promise<Failure> {
    const path = this.path;
    return { code: 'registry-damaged', path, line, column, detail, newestGoodBackup: await newestGoodBackup(path) };
  }

  async #save(locked: LockedFile, from: Core2Registry, to: Core2Registry): Promise<Result<void, Failure>> {
    if (to.xml.text === from.xml.text) return done;
    // The original qvm-to-lvm, for one, saves without taking the lock.
    const isUnchanged =
      (await isStillAt(locked.path, locked.handle)) &&
      (await readAll(locked.handle)).equals(Buffer.from(from.xml.text, 'utf8'));
    const saved = isUnchanged
      ? await saveFile(locked, Buffer.from(to.xml.text, 'utf8'))
      : err('somebody who takes no lock has changed it at the same time');
    return saved.ok ? done : err({ code: 'registry-write-failed', path: this.path, detail: saved.error });
  }
}
