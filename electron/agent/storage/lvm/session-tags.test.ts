import { expect, test } from 'vitest';
import {
  committedText,
  dirtyTag,
  fromOf,
  fromTag,
  generationOf,
  generationTag,
  generationTags,
  isDirty,
  isPinned,
  noteOf,
  noteTag,
  pinnedTag,
  revisionOf,
  revisionTag,
} from './session-tags.ts';

test('a volume without tags was never committed, is clean and no revision', () => {
  const volume = { tags: [] };
  expect(generationOf(volume)).toBe(0);
  expect(isDirty(volume)).toBe(false);
  expect(revisionOf(volume)).toBeUndefined();
  expect(noteOf(volume)).toBeUndefined();
  expect(fromOf(volume)).toBeUndefined();
});

test('of two generations the newer counts, and both can be taken off', () => {
  const tags = [generationTag(9), dirtyTag, generationTag(10)];
  expect(generationOf({ tags })).toBe(10);
  expect(generationTags({ tags })).toEqual([generationTag(9), generationTag(10)]);
  expect(isDirty({ tags })).toBe(true);
});

test('what is no number is no generation', () => {
  expect(generationOf({ tags: ['qubes-storage.generation=seven'] })).toBe(0);
});

test('a revision tells its generation, its pin and its note in any script', () => {
  const tags = [revisionTag(0), pinnedTag, noteTag('vor dem Umzug – 100 %, «ok»')];
  expect(tags.join()).toMatch(/^[A-Za-z0-9_+.=,-]+$/);
  expect(revisionOf({ tags })).toBe(0);
  expect(isPinned({ tags })).toBe(true);
  expect(noteOf({ tags })).toBe('vor dem Umzug – 100 %, «ok»');
});

test('a snapshot for one session tells what it was made from', () => {
  const state = { uuid: 'cnc4OR-miO6-XC1P-sXGB-xvRw-rXik-f0dOgQ', generation: 12 };
  expect(fromOf({ tags: [fromTag(state)] })).toBe(committedText(state));
});
