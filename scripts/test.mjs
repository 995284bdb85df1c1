// `npm test`: every check there is, then one line `N passed, N failed` and a status to match. A check that is no test
// suite (types, lint, format, imports) counts as one. `npm test -- unit lint` runs only those.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'qsm-test-'));
const node = process.execPath;
const bin = (name) => `node_modules/.bin/${name}`;

/** A program that is one check: it holds or it does not. */
const check = (name, program, ...args) => ({ name, program, args, count: (status) => count(status === 0) });
const count = (holds) => ({ passed: holds ? 1 : 0, failed: holds ? 0 : 1 });

/** Vitest's JSON report; a suite that could not even be loaded is a failure without a test. */
const vitest = (name) => {
  const report = join(reports, `${name}.json`);
  const args = ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    program: bin('vitest'),
    args,
    count(status) {
      const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
      const failed = Math.max(numFailedTests, numFailedTestSuites > 0 || status !== 0 ? 1 : 0);
      return { passed: numPassedTests, failed };
    },
  };
};

const playwright = () => {
  const report = join(reports, 'e2e.json');
  return {
    name: 'e2e',
    program: bin('playwright'),
    args: ['test', '--config=e2e/playwright.config.ts', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count(status) {
      const { stats } = JSON.parse(readFileSync(report, 'utf8'));
      // A flaky test is a defect, not a success.
      const failed = stats.unexpected + stats.flaky;
      return { passed: stats.expected, failed: Math.max(failed, status === 0 ? 0 : 1) };
    },
  };
};

/** Rounds, one after the other: the unit tests and the lab fill two processors by themselves, and a browser test wants its own. */
const rounds = [
  [check('types', node, 'scripts/typecheck.mjs'), check('lint', bin('eslint'), '.')],
  [
    check('format', bin('prettier'), '--check', '--log-level=warn', '.'),
    check('imports', bin('depcruise'), 'shared', 'electron', 'renderer', 'e2e'),
  ],
  [vitest('unit')],
  [check('build', node, 'scripts/build.mjs', '--test-hosts')],
  [vitest('lab')],
  [playwright()],
];

async function run({ name, program, args, env = {}, count: counted }) {
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  const [status] = await once(child, 'close');
  let result;
  let trouble = '';
  try {
    result = counted(status);
  } catch (error) {
    trouble = `${name} left no report: ${error.message}\n`;
    result = count(false);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${trouble}── ${name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s\n`);
  return result;
}

const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.includes(name);
const results = [];
for (const round of rounds) results.push(...(await Promise.all(round.filter(isWanted).map(run))));
rmSync(reports, { recursive: true });

const sum = (part) => results.reduce((total, result) => total + result[part], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
