/**
 * Copies one image with our engine and with `dd conv=sparse bs=4M`, in turns, and prints the median of the paired ratios.
 *
 *   node scripts/bench-copy.mjs --source IMAGE --target PATH... [--pairs 7] [--granule 65536] [--cold] [--engine BUNDLE]
 *
 * A target is a file, which is made anew for every run, or a block device, which is discarded before every run: its
 * content is lost. Both sides are processes of their own, started cold and ended after their flush. The engine is bundled
 * into dist/bench-copy-engine.mjs; in the box, where that folder is read-only, pass the bundle with --engine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    source: { type: 'string' },
    target: { type: 'string', multiple: true },
    pairs: { type: 'string', default: '7' },
    granule: { type: 'string', default: '65536' },
    cold: { type: 'boolean', default: false },
    engine: { type: 'string' },
    'bundle-only': { type: 'boolean', default: false },
  },
});

/** The engine behind a command line: `node ENGINE copy|verify SOURCE TARGET SIZE GRANULE`. */
const engineSource = `
  import { copyBlocks } from './electron/agent/copy/copy-blocks.ts';
  import { verifyBlocks } from './electron/agent/copy/verify-blocks.ts';
  const [act, sourcePath, targetPath, size, granule] = process.argv.slice(2);
  const request = { sourcePath, targetPath, sizeBytes: Number(size), granuleBytes: Number(granule),
    report: () => undefined, signal: new AbortController().signal };
  const outcome = await (act === 'copy' ? copyBlocks : verifyBlocks)(request);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ outcome, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, rssMiB: maxRSS / 1024 }));
  process.exitCode = outcome.ok ? 0 : 1;
`;

async function bundleEngine() {
  const { build } = await import('esbuild');
  const outfile = `${root}dist/bench-copy-engine.mjs`;
  await build({
    stdin: { contents: engineSource, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['koffi'],
  });
  return outfile;
}

function run(program, ...args) {
  const startedMs = performance.now();
  const child = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const seconds = (performance.now() - startedMs) / 1000;
  if (child.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${child.error ?? child.stdout + child.stderr}`);
  return { seconds, stdout: child.stdout };
}

const isDevice = (path) => existsSync(path) && statSync(path).isBlockDevice();

function renew(target, sizeBytes) {
  if (isDevice(target)) {
    run('/usr/sbin/blkdiscard', '--force', target);
  } else {
    rmSync(target, { force: true });
    writeFileSync(target, '');
    truncateSync(target, sizeBytes);
  }
  run('/usr/bin/sync');
  if (options.cold) writeFileSync('/proc/sys/vm/drop_caches', '3');
  else run('/usr/bin/dd', `if=${options.source}`, 'of=/dev/null', 'bs=4M', 'status=none');
}

/** What the target's file system stores, in MiB; a device cannot say. */
const storedMiB = (target) => (isDevice(target) ? null : (statSync(target).blocks * 512) / 2 ** 20);

function timeEngine(engine, act, target, sizeBytes) {
  const { seconds, stdout } = run(process.execPath, engine, act, options.source, target, sizeBytes, options.granule);
  return { seconds, ...JSON.parse(stdout), storedMiB: storedMiB(target) };
}

function timeDd(target) {
  const args = [`if=${options.source}`, `of=${target}`, 'bs=4M', 'conv=sparse,notrunc,fsync', 'status=none'];
  return { ...run('/usr/bin/dd', ...args), storedMiB: storedMiB(target) };
}

function timePair(engine, target, sizeBytes, engineFirst) {
  const pair = {};
  for (const side of engineFirst ? ['ours', 'dd'] : ['dd', 'ours']) {
    renew(target, sizeBytes);
    pair[side] = side === 'dd' ? timeDd(target) : timeEngine(engine, 'copy', target, sizeBytes);
    if (side === 'ours') pair.verify = timeEngine(engine, 'verify', target, sizeBytes);
  }
  return pair;
}

const sorted = (numbers) => numbers.toSorted((left, right) => left - right);
const quantile = (numbers, fraction) => sorted(numbers)[Math.round((numbers.length - 1) * fraction)];
const round = (number) => (number === null ? null : Number(number.toFixed(2)));
const median = (pairs, fact) => round(quantile(pairs.map(fact), 0.5));

function summary(target, pairs) {
  const ratios = pairs.map(({ ours, dd }) => ours.seconds / dd.seconds);
  return {
    target,
    pairs: pairs.length,
    ratioToDd: { median: round(quantile(ratios, 0.5)), quartiles: [0.25, 0.75].map((q) => round(quantile(ratios, q))) },
    seconds: {
      ours: median(pairs, ({ ours }) => ours.seconds),
      dd: median(pairs, ({ dd }) => dd.seconds),
      verify: median(pairs, ({ verify }) => verify.seconds),
    },
    storedMiB: { ours: round(pairs[0].ours.storedMiB), dd: round(pairs[0].dd.storedMiB) },
    ourCpuSeconds: median(pairs, ({ ours }) => ours.cpuSeconds),
    ourRssMiB: { copy: median(pairs, ({ ours }) => ours.rssMiB), verify: median(pairs, ({ verify }) => verify.rssMiB) },
    outcome: pairs[0].ours.outcome,
  };
}

const engine = options.engine ?? (await bundleEngine());
if (options['bundle-only']) {
  console.log(engine);
} else {
  const sizeBytes = statSync(options.source).size;
  for (const target of options.target) {
    const pairs = Array.from({ length: Number(options.pairs) }, (_, index) =>
      timePair(engine, target, sizeBytes, index % 2 === 0),
    );
    console.log(JSON.stringify(summary(target, pairs), null, 2));
  }
}
