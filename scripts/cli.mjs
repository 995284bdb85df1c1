// `npm run -s cli -- ARGS`: the command line in a checkout. Builds what is stale, then runs it in this very process.
import { spawnSync } from 'node:child_process';

const built = spawnSync(process.execPath, ['scripts/build.mjs', '--programs'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (built.status !== 0) process.exit(1);
process.argv.splice(1, 1, new URL('../dist/cli.mjs', import.meta.url).pathname);
await import('../dist/cli.mjs');
