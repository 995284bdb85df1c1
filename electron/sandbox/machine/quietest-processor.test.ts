import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { allowedProcessors, leastUsed, quietestProcessor } from './quietest-processor.ts';

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
  expect(leastUsed([], [])).toBeUndefined();
});

test('the processor with the fewest machines is taken', () => {
  expect(leastUsed([0, 1, 2], [0, 0, 1, 2, 2])).toBe(1);
  expect(leastUsed([0, 1], [])).toBe(0);
});

test('here it is one that this process may use', async () => {
  expect(allowedProcessors(await readFile('/proc/self/status', 'utf8'))).toContain(await quietestProcessor());
});
