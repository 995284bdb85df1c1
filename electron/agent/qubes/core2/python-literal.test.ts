import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readPythonLiteral } from './python-literal.ts';

test.each([
  ['[]', []],
  ['{}', new Map()],
  ["['02:00.0']", ['02:00.0']],
  [`[ "02:00.0" , u'03:00.0', ]`, ['02:00.0', '03:00.0']],
  ["{'meminfo-writer': True}", new Map([['meminfo-writer', true]])],
  [
    ` {u'ntpd':False,"a" : None}`,
    new Map([
      ['ntpd', false],
      ['a', null],
    ]),
  ],
  ['[-1, 0, 7L, +3]', [-1, 0, 7, 3]],
  [String.raw`['it\'s', "a\tb", '\x41\u00e9', '\q']`, ["it's", 'a\tb', 'Aé', String.raw`\q`]],
  ['[[1, [2]], {1: {}}]', [[1, [2]], new Map([[1, new Map()]])]],
])('%s is read', (source, value) => expect(readPythonLiteral(source)).toEqual({ ok: true, value }));

test.each([
  ['', 0],
  ['[', 1],
  ["['a' 'b']", 5],
  ["{'a' True}", 5],
  ["['a'] x", 6],
  ["__import__('os').system('reboot')", 0],
  ['[lambda: 1]', 1],
  ['[1+1]', 2],
  ['Truely', 0],
  ["['a", 1],
  ['010', 0],
  ['99999999999999999999', 20],
  ['[,]', 1],
])('%s is refused at %i, not evaluated', (source, position) => {
  expect(readPythonLiteral(source)).toMatchObject({ ok: false, error: { position } });
});

test('very deep nesting is refused instead of exhausting the stack', () => {
  expect(readPythonLiteral('['.repeat(100_000))).toMatchObject({ ok: false, error: { detail: 'nested too deeply' } });
});

test('what Python prints of lists and dicts of strings is read back as it was', () => {
  const values = fc.sample(fc.array(fc.string({ unit: 'grapheme' })), { numRuns: 200, seed: 1 });
  const program = 'import json,sys\nfor v in json.load(sys.stdin): print(json.dumps(ascii(v)))';
  const printed = execFileSync('python3', ['-c', program], { input: JSON.stringify(values), encoding: 'utf8' });
  const literals = printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
  expect(literals.map((literal) => readPythonLiteral(literal))).toEqual(values.map((value) => ({ ok: true, value })));
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from('[]{}:,\'"\\uxLTrue01 n')) }), (text) => {
      expect(typeof readPythonLiteral(text).ok).toBe('boolean');
    }),
  );
});
