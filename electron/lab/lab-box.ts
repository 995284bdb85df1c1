import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { JobRecord } from '../cli/output/job-record.ts';
import type { ActionRecord } from '../cli/output/action-record.ts';
import type { PoolRecord } from '../cli/output/pool-record.ts';
import type { VmRecord } from '../cli/output/vm-record.ts';
import { runProgram } from '../sandbox/child-processes.ts';
import { runCli, startCli, type CliResult, type RunningCli } from './lab-cli.ts';

/** How `migrate VM --json` ended. */
export interface MigrationResult {
  readonly status: number;
  readonly record: ActionRecord;
}

/** A running sandbox of one test file's own, driven by the built command line only. */
export class LabBox {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  cli(...args: readonly string[]): Promise<CliResult> {
    return runCli(this.dir, args);
  }

  startCli(...args: readonly string[]): RunningCli {
    return startCli(this.dir, args);
  }

  /** What a bash script prints that runs in the box as root; throws with what it says unless it ends with 0. */
  async sh(script: string): Promise<string> {
    const { status, stdout, stderr } = await this.cli(
      'sandbox',
      'exec',
      '--',
      'bash',
      '-euo',
      'pipefail',
      '-c',
      script,
    );
    if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }

  async migrate(vm: string, ...args: readonly string[]): Promise<MigrationResult> {
    return migrationResult(await this.cli('--json', 'migrate', vm, '--to', 'lvm', ...args));
  }

  async migrateBack(vm: string, ...args: readonly string[]): Promise<MigrationResult> {
    return migrationResult(await this.cli('--json', 'migrate', vm, '--to', 'file', ...args));
  }

  startMigration(vm: string): RunningMigration {
    const { process, ended } = this.startCli('--json', 'migrate', vm, '--to', 'lvm');
    return { interrupt: () => void process.kill('SIGINT'), ended: ended.then(migrationResult) };
  }

  vms(): Promise<readonly VmRecord[]> {
    return this.#list<VmRecord>('ls');
  }

  pools(): Promise<readonly PoolRecord[]> {
    return this.#list<PoolRecord>('pools');
  }

  jobs(): Promise<readonly JobRecord[]> {
    return this.#list<JobRecord>('jobs');
  }

  /** Throws with what `verify` finds, unless registry, storage and system agree. */
  async expectClean(): Promise<void> {
    const { status, stdout, stderr } = await this.cli('verify');
    if (status !== 0) throw new Error(`verify ended with ${status}:\n${stdout}${stderr}`);
  }

  /** What cuts the power at once: kills the machine by the process id that the sandbox tells. */
  async powerSwitch(): Promise<() => void> {
    const { pid } = JSON.parse(await this.#print('sandbox', 'status')) as { readonly pid: number };
    return () => void process.kill(pid, 'SIGKILL');
  }

  async start(): Promise<void> {
    await this.#print('sandbox', 'start');
  }

  async destroy(): Promise<void> {
    const destroyed = await this.cli('sandbox', 'destroy', '--force');
    await rm(join(this.dir, '..'), { recursive: true, force: true });
    if (destroyed.status !== 0) throw new Error(`the lab box stayed:\n${destroyed.stderr}`);
  }

  async #print(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.cli('--json', ...args);
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
    return stdout;
  }

  async #list<Item>(command: string): Promise<readonly Item[]> {
    return JSON.parse(await this.#print(command)) as readonly Item[];
  }
}

export interface RunningMigration {
  /** Ctrl-C. */
  readonly interrupt: () => void;
  readonly ended: Promise<MigrationResult>;
}

function migrationResult({ status, stdout, stderr }: CliResult): MigrationResult {
  const [record] = (stdout === '' ? [] : JSON.parse(stdout)) as readonly ActionRecord[];
  if (record === undefined) throw new Error(`a migration told nothing and ended with ${status}:\n${stderr}`);
  return { status, record };
}

const newParentDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'qsm-box-'));

/** A started copy of the example sandbox. `destroy` is the caller's to register. */
export async function aLabBox(): Promise<LabBox> {
  const dir = join(await newParentDir(), 'box');
  const args = ['--recursive', '--preserve=mode', '--sparse=always', '--reflink=auto', inject('labTemplateDir'), dir];
  const copied = await runProgram('/usr/bin/cp', args);
  if (copied.exitCode !== 0) throw new Error(`the lab's sandbox could not be copied:\n${copied.stderr}`);
  const box = new LabBox(dir);
  await box.start();
  return box;
}

/** A started sandbox made from somebody's own tree. `destroy` is the caller's to register. */
export async function aLabBoxFrom(treeDir: string): Promise<LabBox> {
  const box = new LabBox(join(await newParentDir(), 'box'));
  const created = await box.cli('sandbox', 'create', '--from', treeDir);
  if (created.status !== 0) throw new Error(`no sandbox could be made from ${treeDir}:\n${created.stderr}`);
  await box.start();
  return box;
}
