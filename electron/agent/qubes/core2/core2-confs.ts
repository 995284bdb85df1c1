import { chmod, lchown, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { ConfNames, NameChange, VmConfs } from '../vm-confs.ts';
import { withNames, withVmName } from './conf-text.ts';
import { attempt, sync } from './folder-files.ts';
import { isThere } from './is-there.ts';

const suffix = '.conf';
/** Gives every byte back as it was, whatever somebody wrote into a comment. */
const encoding = 'latin1';
/** What is written lies here until it is whole; it is written over when a crash left one behind. */
const unfinished = '.qubes-storage-new';

export class Core2Confs implements VmConfs {
  rewrite(dir: string, names: ConfNames): Promise<Result<void, Failure>> {
    return attempt(dir, async () => {
      if (!(await isThere(dir))) return done;
      for (const entry of await readdir(dir, { withFileTypes: true })) {
        if (!entry.isFile() || !entry.name.endsWith(suffix)) continue;
        const path = join(dir, entry.name);
        const text = await readFile(path, encoding);
        const changed = withNames(text, names);
        if (changed !== text) await replaceFile(path, path, changed);
      }
      await sync(dir);
      return done;
    });
  }

  async rename(dir: string, name: NameChange<VmName>): Promise<Result<void, Failure>> {
    const [from, to] = [join(dir, name.from + suffix), join(dir, name.to + suffix)];
    return attempt(from, async () => {
      if (!(await isThere(from))) return done;
      if (!(await isThere(to))) await replaceFile(from, to, withVmName(await readFile(from, encoding), name));
      await rm(from);
      await sync(dir);
      return done;
    });
  }
}

/** Owner and mode as the old one has them. */
async function replaceFile(from: string, to: string, text: string): Promise<void> {
  const { uid, gid, mode } = await stat(from);
  await writeFile(to + unfinished, text, encoding);
  await lchown(to + unfinished, uid, gid);
  await chmod(to + unfinished, mode & 0o7777);
  await sync(to + unfinished);
  await rename(to + unfinished, to);
}
