import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this program, `dist` and `node_modules` in it: from a bundle in `dist` and from a source file alike. */
export function findAppRoot(): string {
  for (let dir = import.meta.dirname; dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
  }
  throw new Error(`No package.json above ${import.meta.dirname}.`);
}
