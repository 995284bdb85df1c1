import { expect, test } from 'vitest';
import { actionSchema } from './action.ts';
import { blockerSchema } from './blocker.ts';
import { failureSchema } from './failure.ts';
import { findingSchema } from './finding.ts';
import { planNoteSchema } from './plan.ts';

/** zod looks for two members of one name only when it is asked for the first time: a merge may leave both. */
test.each([
  ['action', actionSchema],
  ['blocker', blockerSchema],
  ['failure', failureSchema],
  ['finding', findingSchema],
  ['note', planNoteSchema],
])('no two members of the union of every %s have the same name', (_name, schema) => {
  expect(() => schema.safeParse({ code: 'none', kind: 'none' })).not.toThrow();
});
