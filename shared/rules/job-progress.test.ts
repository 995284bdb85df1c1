import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { aProgress } from '../testing/builders.ts';
import { passFractions, phaseFraction } from './job-progress.ts';

test('a phase that still works never shows as complete', () => {
  expect(phaseFraction(aProgress({ doneBytes: gib(6), totalBytes: gib(6) }))).toBe(0.99);
});

test('a phase without bytes has no share', () => {
  expect(phaseFraction(aProgress({ phase: 'check', doneBytes: gib(0), totalBytes: gib(0) }))).toBe(0);
});

test.each([
  ['check', { copied: 0, verified: 0 }],
  ['copy', { copied: 0.5, verified: 0 }],
  ['verify', { copied: 1, verified: 0.5 }],
  ['switch', { copied: 1, verified: 1 }],
] as const)('halfway through %s the passes stand at %o', (phase, passes) => {
  expect(passFractions(aProgress({ phase, doneBytes: gib(3), totalBytes: gib(6) }))).toEqual(passes);
});
