import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { DisposableFiles } from '../disposable-files.ts';
import { hasErrorCode, systemErrorText } from '../registry-file/file-failure.ts';

const firewallName = 'firewall.xml';
const counterBytes = 4;
/** core-2's tools work as an ordinary user of the group. */
const fileMode = 0o660;

/** core-2's own: `dispVM.seq` has the number of the last DispVM of this boot, as an `int` of the machine's. */
export class Core2DisposableFiles implements DisposableFiles {
  readonly #runDir: string;

  /** `runDir` is core-2's `/var/run/qubes`. */
  constructor(runDir: string) {
    this.#runDir = runDir;
  }

  takeNumber(isTaken: (number: number) => boolean): Promise<Result<number, Failure>> {
    const path = join(this.#runDir, 'dispVM.seq');
    return attempt(path, async () => {
      await this.#makeRunDir();
      let number = (await readCounter(path)) + 1;
      while (isTaken(number)) number += 1;
      const bytes = Buffer.alloc(counterBytes);
      bytes.writeInt32LE(number);
      await writeFile(path, bytes, { mode: fileMode });
      return number;
    });
  }

  copyFirewall(name: VmName, fromDir: string): Promise<Result<string, Failure>> {
    const path = this.#firewallPath(name);
    return attempt(path, async () => {
      await this.#makeRunDir();
      try {
        await copyFile(join(fromDir, firewallName), path);
      } catch (error) {
        if (!hasErrorCode(error, 'ENOENT')) throw error;
        // core-2's own word for one that has none.
        return firewallName;
      }
      await chmod(path, fileMode);
      return path;
    });
  }

  removeFirewall(name: VmName): Promise<Result<void, Failure>> {
    const path = this.#firewallPath(name);
    return attempt(path, () => rm(path, { force: true }));
  }

  #firewallPath(name: VmName): string {
    return join(this.#runDir, `${name}-firewall.xml`);
  }

  async #makeRunDir(): Promise<void> {
    await mkdir(this.#runDir, { recursive: true, mode: 0o770 });
  }
}

/** The first one of a boot finds none. */
async function readCounter(path: string): Promise<number> {
  try {
    const bytes = await readFile(path);
    return bytes.length >= counterBytes ? Math.max(0, bytes.readInt32LE()) : 0;
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    return 0;
  }
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<Result<T, Failure>> {
  try {
    return ok(await work());
  } catch (error) {
    return err({ code: 'file-failed', path, detail: systemErrorText(error) });
  }
}
