import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { namingSchemeSchema, type NamingScheme } from '#shared/domain/naming-scheme.ts';
import { fileFailure } from './file/file-stat.ts';
import { syncFolder } from './file/sync-folder.ts';
import { originalNaming, type ChosenNaming } from './volume-naming.ts';

/**
 * The machine's choice, one word in a file. Where it is lost new volumes get the original's names again, and no volume its
 * owner: that is in the tags.
 */
export class NamingFile implements ChosenNaming {
  readonly #path: string;
  #scheme: NamingScheme;

  private constructor(path: string, scheme: NamingScheme) {
    this.#path = path;
    this.#scheme = scheme;
  }

  static async read(path: string): Promise<NamingFile> {
    return new NamingFile(path, await chosenIn(path));
  }

  get scheme(): NamingScheme {
    return this.#scheme;
  }

  async choose(scheme: NamingScheme): Promise<Result<void, Failure>> {
    try {
      await this.#write(scheme);
    } catch (error) {
      return err(fileFailure(this.#path, error));
    }
    this.#scheme = scheme;
    return done;
  }

  async #write(scheme: NamingScheme): Promise<void> {
    const unfinished = `${this.#path}.new`;
    const file = await open(unfinished, 'w', 0o644);
    try {
      await file.writeFile(`${scheme}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, this.#path);
    await syncFolder(dirname(this.#path));
  }
}

async function chosenIn(path: string): Promise<NamingScheme> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const read = namingSchemeSchema.safeParse(text.trim());
  return read.success ? read.data : originalNaming.scheme;
}
