import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { defaultAlertLevels } from '../domain/alert-levels.ts';
import { aFilePool } from '../testing/builders.ts';
import { levelRises } from './level-rises.ts';

const at = (percent: number) => [aFilePool({ sizeBytes: gib(100), usedBytes: gib(percent) })];
const risesFrom = (before: number, after: number) =>
  levelRises(at(before), at(after), defaultAlertLevels).map(({ level }) => level);

test('a pool that crosses a level is told of once', () => {
  expect(risesFrom(70, 76)).toEqual(['warn']);
  expect(risesFrom(76, 78)).toEqual([]);
  expect(risesFrom(76, 96)).toEqual(['critical']);
});

test('one that gets better, or is new, is not', () => {
  expect(risesFrom(90, 10)).toEqual([]);
  expect(levelRises([], at(99), defaultAlertLevels)).toEqual([]);
});
