// Checks every part of the tree against the types that exist there: no DOM in the agent, no Node in the page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const parts = ['shared', 'electron', 'renderer', 'e2e'];
const checks = parts.map((part) =>
  spawn('node_modules/.bin/tsc', ['-p', `tsconfig.${part}.json`], { stdio: 'inherit' }),
);
const codes = await Promise.all(checks.map(async (check) => (await once(check, 'exit'))[0]));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
