import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAppRoot } from '../sandbox/app-root.ts';

const policyPath = 'assets/packaging/qrexec/30-qubes-storage.policy';

/** The file speaks of a qube of this name. */
export const namedQube = 'mgmt';

/** The policy that we come with, for this qube. */
export const policyFor = (qube: string): string =>
  readFileSync(join(findAppRoot(), policyPath), 'utf8').replaceAll(new RegExp(String.raw`\b${namedQube}\b`, 'g'), qube);

/** Those of its lines that allow a call. */
export const linesAllowing = (policy: string, method: string): readonly string[] =>
  policy.split('\n').filter((line) => line.startsWith(`${method} `));
