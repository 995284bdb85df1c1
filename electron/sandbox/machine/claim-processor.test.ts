import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { allowedProcessors, claimProcessor } from './claim-processor.ts';

test.each([
  ['0-1', [0, 1]],
  ['0,2-4,7', [0, 2, 3, 4, 7]],
  ['5', [5]],
])('the list %s', (list, processors) => {
  expect(allowedProcessors(`Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`)).toEqual(
    processors,
  );
});

test('a kernel that does not tell leaves nothing to choose from', () => {
  expect(allowedProcessors('Name:\tx\n')).toEqual([]);
});

test('machines that start at once get a processor each, then share them evenly, and what is given back is taken again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'qsm-processors-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const allowed = allowedProcessors(await readFile('/proc/self/status', 'utf8'));
  const claims = await Promise.all([...allowed, ...allowed].map(() => claimProcessor(dir)));
  onTestFinished(() => claims.slice(1).forEach((claim) => claim?.release()));
  const claimed = claims.map((claim) => claim?.processor);
  expect(claimed.toSorted()).toEqual([...allowed, ...allowed].toSorted());
  claims[0]?.release();
  const again = await claimProcessor(dir);
  onTestFinished(() => again?.release());
  expect(again?.processor).toBe(claimed[0]);
});

test('where no claim can be made, there is none, and that is no failure', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'qsm-processors-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'file'), '');
  expect(await claimProcessor(join(dir, 'file'))).toBeUndefined();
});
