import { join } from 'node:path';
import { findAppRoot } from '../sandbox/app-root.ts';
import { runProgram, startProcess, type ChildProcess } from '../sandbox/child-processes.ts';

/** How a command of the built command line ended. */
export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const cliArgs = (sandboxDir: string, args: readonly string[]): readonly string[] => [
  join(findAppRoot(), 'dist/cli.mjs'),
  '--sandbox',
  sandboxDir,
  ...args,
];

/** Runs the built command line to its end, as a person would type it. Throws if a signal ended it. */
export async function runCli(sandboxDir: string, args: readonly string[]): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, cliArgs(sandboxDir, args));
  if (exitCode === null) throw new Error(`${args.join(' ')} was killed:\n${stderr}`);
  return { status: exitCode, stdout, stderr };
}

/** A command that is under way. */
export interface RunningCli {
  readonly process: ChildProcess;
  readonly ended: Promise<CliResult>;
}

/** Starts the built command line without waiting for it. */
export function startCli(sandboxDir: string, args: readonly string[]): RunningCli {
  const child = startProcess(process.execPath, cliArgs(sandboxDir, args), { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (output.stderr += String(chunk)));
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === null) reject(new Error(`${args.join(' ')} was killed by ${signal ?? 'nobody'}`));
      else resolve({ status: code, ...output });
    });
  });
  return { process: child, ended };
}
