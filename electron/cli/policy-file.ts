import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyForQube } from '#shared/rules/refused-calls.ts';
import { findAppRoot } from '../sandbox/app-root.ts';

const policyPath = 'assets/packaging/qrexec/30-qubes-storage.policy';

/** The policy that we come with, for this qube. */
export const policyFor = (qube: string): string =>
  policyForQube(readFileSync(join(findAppRoot(), policyPath), 'utf8'), qube);
