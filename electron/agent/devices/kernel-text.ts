import { readFileSync } from 'node:fs';

/** What a file of sysfs says; null where there is no such file, or it says nothing. At once: no disk is asked for it. */
export function kernelText(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    // What drivers print of a string that they do not have.
    return text === '' || text === '(null)' ? null : text;
  } catch {
    return null;
  }
}
