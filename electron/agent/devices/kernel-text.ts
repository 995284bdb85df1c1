import { readFile } from 'node:fs/promises';

/** What a file of sysfs says; null where there is no such file, or it says nothing. */
export async function kernelText(path: string): Promise<string | null> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    // What drivers print of a string that they do not have.
    return text === '' || text === '(null)' ? null : text;
  } catch {
    return null;
  }
}
