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
  keepTag,
  keepTags,
  noteOf,
  noteTag,
  pinnedTag,
  revisionOf,
  revisionsToKeep,
  revisionTag,
  takenAtOf,
  takenTag,
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

test('how many revisions stay is 1 until somebody chooses', () => {
  expect(revisionsToKeep({ tags: [] })).toBe(1);
  expect(revisionsToKeep({ tags: [keepTag(0)] })).toBe(0);
  expect(revisionsToKeep({ tags: [keepTag(12), dirtyTag] })).toBe(12);
  expect(revisionsToKeep({ tags: ['qubes-storage.keep=all'] })).toBe(1);
  expect(keepTags({ tags: [keepTag(12), dirtyTag] })).toEqual([keepTag(12)]);
});

test('a state that was not made as a revision says when it was taken', () => {
  expect(takenAtOf({ tags: [takenTag(1_795_433_426)] })).toBe('2026-11-23T11:30:26.000Z');
  expect(takenAtOf({ tags: [] })).toBeUndefined();
});
