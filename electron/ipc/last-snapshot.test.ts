import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { snapshotSchema } from '#shared/contract/agent-contract.ts';
import { lastSnapshotIn } from './last-snapshot.ts';

let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'last-snapshot-'));
  path = join(dir, 'cache', 'last-snapshot-sandbox.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const snapshot = snapshotSchema.parse({
  protocol: 1,
  agent: { version: '1', hostName: 'dom0', processId: 1 },
  sequence: 4,
  inventory: { takenAt: '2026-01-01T00:00:00.000Z', vms: [], pools: [], problems: [] },
  jobs: [],
});

test('what was saved is read again, and by its owner alone', async () => {
  const last = lastSnapshotIn(path);
  expect(await last.read()).toBeNull();
  await last.save(snapshot);
  expect(await last.read()).toEqual(snapshot);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('one of another version is as good as none', async () => {
  const last = lastSnapshotIn(join(dir, 'other.json'));
  await writeFile(join(dir, 'other.json'), JSON.stringify({ ...snapshot, inventory: undefined }));
  expect(await last.read()).toBeNull();
});

test('not being able to save it is no failure', async () => {
  await writeFile(join(dir, 'cache'), 'a file where the folder should be');
  await lastSnapshotIn(path).save(snapshot);
  expect(await lastSnapshotIn(path).read()).toBeNull();
});
