import { expect, test } from 'vitest';
import { rootStateOf, type TemplateRoot } from './root-state.ts';

const running: TemplateRoot = {
  power: 'running',
  templatePower: 'halted',
  madeFrom: 'uuid:3',
  committed: 'uuid:3',
};

test.each<[string, Partial<TemplateRoot>]>([
  ['current', {}],
  ['current', { power: 'paused' }],
  ['current', { templatePower: 'crashed' }],
  ['outdated', { committed: 'uuid:4' }],
  ['outdated', { committed: 'other-uuid:3' }],
  ['outdated', { committed: 'uuid:4', templatePower: 'running' }],
  ['template-running', { templatePower: 'running' }],
  ['template-running', { templatePower: 'halting' }],
  ['unknown', { templatePower: 'unknown' }],
  ['unknown', { power: 'unknown' }],
  ['unknown', { madeFrom: null }],
  ['unknown', { committed: null }],
  ['at-start', { power: 'halted', committed: 'uuid:4' }],
  ['at-start', { power: 'crashed' }],
])('a root is %s with %o', (state, facts) => {
  expect(rootStateOf({ ...running, ...facts })).toBe(state);
});
