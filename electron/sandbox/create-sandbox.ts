import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gib, mib } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import { done, err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { findAppRoot } from './app-root.ts';
import { diskFiles } from './box-layout.ts';
import { checkPrograms, checkSpace } from './host-check.ts';
import { startMachine } from './machine/start-machine.ts';
import type { Unlock } from './sandbox-lock.ts';
import { lockSandbox } from './sandbox-lock.ts';
import type { SandboxPaths } from './sandbox-paths.ts';
import { sandboxPaths } from './sandbox-paths.ts';
import { readRecord, writeRecord } from './sandbox-record.ts';
import { makeExampleTree } from './seed/example-tree.ts';
import { allocatedBytes, fillDiskFromTree, measureTree } from './tree-disk.ts';

export interface CreateOptions {
  /** Somebody's own folder in the shape of /var/lib/qubes, copied instead of the example. */
  readonly from?: string | undefined;
  /** `doneFraction` is of the whole, 0 to 1. */
  readonly onProgress?: ((stage: string, doneFraction: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the example and its first experiments take of the host's disk. */
const exampleBytes = gib(3);
const smallestDisks = { dom0: gib(64), physicalVolume: gib(12), usb: mib(64) } as const;
const lockPatienceMs = 2_000;

type Work = Result<undefined, Failure>;

/** About how much of the time each part of the work takes: from and to, of the whole. */
const shares = { make: [0, 0.4], copy: [0.4, 0.6], arrange: [0.6, 1] } as const;

interface Steps {
  readonly report: (part: keyof typeof shares, stage: string, doneFraction: number) => void;
  readonly signal: AbortSignal | undefined;
}

function stepsOf({ onProgress, signal }: CreateOptions): Steps {
  const report: Steps['report'] = (part, stage, doneFraction) => {
    const [from, to] = shares[part];
    onProgress?.(stage, from + (to - from) * doneFraction);
  };
  return { report, signal };
}

async function takeFolder(paths: SandboxPaths): Promise<Result<Unlock, Failure>> {
  const { dir } = paths;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readRecord(paths)) !== undefined) return err({ code: 'sandbox-exists', dir });
  const isOurs =
    existsSync(paths.markerPath) || (await readdir(dir)).every((name) => name === basename(paths.lockPath));
  if (!isOurs) return err({ code: 'sandbox-dir-taken', dir });
  const unlock = await lockSandbox(paths.lockPath, lockPatienceMs);
  return unlock === undefined ? err({ code: 'sandbox-locked', dir }) : ok(unlock);
}

/** The lock stays until it is given back: who holds it is in the way of everybody else who would start here. */
async function emptyFolder(paths: SandboxPaths): Promise<void> {
  const last = [paths.markerPath, paths.lockPath].map((path) => basename(path));
  for (const name of await readdir(paths.dir)) {
    if (!last.includes(name)) await rm(join(paths.dir, name), { recursive: true, force: true });
  }
}

async function removeFolder(paths: SandboxPaths): Promise<void> {
  await emptyFolder(paths);
  await rm(paths.markerPath, { force: true });
  await rm(paths.lockPath, { force: true });
  await rmdir(paths.dir);
}

async function makeDisks({ boxDir }: SandboxPaths, treeBytes: number): Promise<void> {
  await mkdir(boxDir, { mode: 0o700 });
  const { dom0, physicalVolume, usb } = smallestDisks;
  const sizes = [Math.max(dom0, treeBytes * 2), Math.max(physicalVolume, treeBytes * 2), usb];
  for (const [index, file] of diskFiles.entries()) {
    await writeFile(join(boxDir, file), '', { mode: 0o600 });
    await truncate(join(boxDir, file), Math.ceil((sizes[index] ?? usb) / mib(1)) * mib(1));
  }
}

/** Boots the box once to let it make a dom0 of its disks. */
async function arrangeInBox(paths: SandboxPaths, mode: 'seed-example' | 'seed-tree', steps: Steps): Promise<Work> {
  let failure: Failure | undefined;
  const started = await startMachine(
    { ...paths, appRoot: findAppRoot(), mode },
    {
      isUp: (message) => message.kind === 'seeded' || message.kind === 'seed-failed',
      onMessage: (message) => {
        if (message.kind === 'seed-progress') steps.report('arrange', message.stage, message.doneFraction);
        if (message.kind === 'seed-failed') failure = { code: 'sandbox-seed-failed', detail: message.detail };
      },
      signal: steps.signal,
    },
  );
  if (!started.ok) return started;
  await started.value.powerOff();
  return failure === undefined ? done : err(failure);
}

function copyTree(paths: SandboxPaths, treeDir: string, totalBytes: number, steps: Steps): Promise<Work> {
  const onFraction = (doneFraction: number): void => steps.report('copy', 'disk of dom0', doneFraction);
  const { signal } = steps;
  return fillDiskFromTree(treeDir, join(paths.boxDir, diskFiles[0]), { totalBytes, onFraction, signal });
}

async function fillWithExample(paths: SandboxPaths, steps: Steps): Promise<Work> {
  const treeDir = join(paths.dir, 'tree');
  await makeDisks(paths, 0);
  const made = await makeExampleTree(treeDir, (stage, part) => steps.report('make', stage, part), steps.signal);
  if (!made.ok) return made;
  const copied = await copyTree(paths, treeDir, await allocatedBytes(treeDir), steps);
  await rm(treeDir, { recursive: true, force: true });
  return copied.ok ? arrangeInBox(paths, 'seed-example', steps) : copied;
}

async function fillWithTree(paths: SandboxPaths, treeDir: string, treeBytes: number, steps: Steps): Promise<Work> {
  await makeDisks(paths, treeBytes);
  const copied = await copyTree(paths, treeDir, treeBytes, steps);
  return copied.ok ? arrangeInBox(paths, 'seed-tree', steps) : copied;
}

/**
 * Makes a sandbox in `dir`, stopped. There is none until this returns well: after a failure, or when `signal` aborts,
 * the folder is gone again; after a crash its remains are marked, and cleared away by the next attempt.
 */
export async function createSandbox(dir: string, options: CreateOptions = {}): Promise<Work> {
  const paths = sandboxPaths(dir);
  const fromDir = options.from === undefined ? undefined : resolve(options.from);
  const measured = fromDir === undefined ? ok(0) : await measureTree(fromDir);
  if (!measured.ok) return measured;
  const programs = checkPrograms();
  if (!programs.ok) return programs;
  const folder = await takeFolder(paths);
  if (!folder.ok) return folder;
  await writeFile(paths.markerPath, '', { mode: 0o600 });
  await emptyFolder(paths);
  const space = await checkSpace(paths.dir, Math.max(exampleBytes, measured.value + gib(1)));
  const steps = stepsOf(options);
  const fill = (): Promise<Work> =>
    fromDir === undefined ? fillWithExample(paths, steps) : fillWithTree(paths, fromDir, measured.value, steps);
  const filled = space.ok ? await fill() : space;
  if (filled.ok) {
    await writeRecord(paths, { version: 1, createdAt: new Date().toISOString(), sourceDir: fromDir ?? null });
    await rm(paths.markerPath, { force: true });
  } else {
    await removeFolder(paths);
  }
  folder.value();
  return filled;
}
