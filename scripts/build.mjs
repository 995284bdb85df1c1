// Builds what is stale into dist/: the programs with esbuild, the page with vite. `--programs` leaves the page out,
// `--test-hosts` adds the hosts that the e2e tests run.
// A bundle replaces the old one in one rename, so that a program that is just being started is whole.
import { build } from 'esbuild';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { programBundles, testHostBundles } from './bundles.mjs';

const programsOnly = process.argv.includes('--programs');
const testHosts = process.argv.includes('--test-hosts');

/** The newest change below `paths`, in milliseconds; files and folders alike, so that a removal counts too. */
function newestChange(paths) {
  let newest = 0;
  for (const path of paths) {
    const stats = statSync(path);
    newest = Math.max(newest, stats.mtimeMs);
    if (stats.isDirectory()) newest = Math.max(newest, newestChange(readdirSync(path).map((name) => join(path, name))));
  }
  return newest;
}

/** Runs `make` unless it was done since the last change of `sources`. */
async function whenStale(name, sources, make) {
  const stampPath = join('dist', `.${name}.stamp`);
  const wanted = String(newestChange(sources));
  try {
    if (readFileSync(stampPath, 'utf8') === wanted) return;
  } catch {
    // Never built.
  }
  await make();
  writeFileSync(stampPath, wanted);
}

/** Chunks that no new program uses are kept for a while: one that runs may still want to load them. */
const chunkLifetimeMs = 24 * 3600 * 1000;

async function bundle(bundles) {
  const fresh = `dist/.new-${process.pid}`;
  await Promise.all(bundles.map((options) => build({ ...options, outdir: fresh })));
  mkdirSync('dist/chunks', { recursive: true });
  for (const name of readdirSync('dist/chunks')) {
    if (statSync(join('dist/chunks', name)).mtimeMs < Date.now() - chunkLifetimeMs) rmSync(join('dist/chunks', name));
  }
  for (const name of readdirSync(join(fresh, 'chunks')))
    renameSync(join(fresh, 'chunks', name), join('dist/chunks', name));
  rmSync(join(fresh, 'chunks'), { recursive: true });
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join('dist', name));
  rmSync(fresh, { recursive: true });
}

async function buildPage() {
  const vite = await import('vite');
  await vite.build({ configFile: 'vite.config.ts', logLevel: 'warn' });
}

async function buildPrograms() {
  await bundle(programBundles);
  copyFileSync('electron/sandbox/box-init.pl', 'dist/box-init.pl');
}

mkdirSync('dist', { recursive: true });
const shared = ['shared', 'scripts', 'package.json', 'package-lock.json'];
await whenStale('programs', ['electron', ...shared], buildPrograms);
if (testHosts) await whenStale('test-hosts', ['electron', ...shared], () => bundle(testHostBundles));
if (!programsOnly) await whenStale('page', ['renderer', 'vite.config.ts', ...shared], buildPage);
