import { expect, test } from 'vitest';
import { createTerminal } from './terminal.ts';

function streams(isTTY: boolean, env: NodeJS.ProcessEnv = {}) {
  const written: string[] = [];
  const write = (text: unknown): boolean => written.push(String(text)) > 0;
  return { written, stdout: { isTTY, write }, stderr: { isTTY, columns: 30, write }, env };
}

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('terminal %s with %j: colours %s', (isTTY, env, hasColours) => {
  const terminal = createTerminal(streams(isTTY, env));
  expect(terminal.paint('red', 'text') !== 'text').toBe(hasColours);
});

test('a status line is rewritten in place, cut to the width, and gone before anything else is printed', () => {
  const { written, ...given } = streams(true);
  const terminal = createTerminal(given);
  terminal.status('x'.repeat(50));
  terminal.print('result');
  expect(written).toEqual([`\r\u001b[K${'x'.repeat(29)}`, '\r\u001b[K', 'result\n']);
});

test('where nobody watches there is no status line', () => {
  const { written, ...given } = streams(false);
  createTerminal(given).status('working');
  expect(written).toEqual([]);
});
