import { expect, test } from 'vitest';
import { aPlan, aPlannedVolume, vmName } from '../testing/builders.ts';
import { gib } from '../base/bytes.ts';
import { fractionChange, actText, ratioChange } from './act-text.ts';
import { planNoteText } from './plan-note-text.ts';

test('a change is shown as before and after, no change as one number', () => {
  expect(fractionChange(0.71, 0.78)).toBe('71 → 78 %');
  expect(fractionChange(0.545, 0.5451)).toBe('55 %');
  expect(ratioChange(2.4, 2.5)).toBe('2.4 → 2.5×');
  expect(ratioChange(2.397, 2.421)).toBe('2.40 → 2.42×');
  expect(ratioChange(2.4, 2.401)).toBe('2.4×');
});

test('the volumes that move are named', () => {
  const both = aPlan({ volumes: [aPlannedVolume('x', 'root', gib(1)), aPlannedVolume('x', 'private', gib(1))] });
  expect(actText.what(both)).toMatch(/^Root and private move;/);
  expect(actText.what(aPlan())).toMatch(/^Private moves;/);
});

test('VMs that are left out are counted', () => {
  expect(actText.whatMany(3, 0)).toBe('All 3 are done, one after the other.');
  expect(actText.whatMany(2, 1)).toBe('2 are done, one after the other; 1 is left out, with the reason below.');
});

test('the children of a template are named up to a point', () => {
  const children = ['a', 'b', 'c', 'd', 'e', 'f'].map(vmName);
  expect(planNoteText({ code: 'children-keep-files', children })).toMatch(
    /^6 VMs are based on it \(a, b, c, d and 2 more\)/,
  );
  expect(planNoteText({ code: 'children-keep-files', children: [vmName('mail')] })).toMatch(/^mail is based on it/);
});
