import { expect, test } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import type { Action } from '#shared/domain/action.ts';
import { aPlan, vmName } from '#shared/testing/builders.ts';
import type { Proposal } from '../../stores/proposal-store.ts';
import { confirmationWord } from './confirmation-word.ts';

const freeing = (vm: string): Action => ({ kind: 'free-kept', vm: vmName(vm) });
const removal = { role: 'root', storage: 'file', path: '/root.img', usedBytes: bytes(1), identity: '1' } as const;
const planned = (action: Action, removes: readonly (typeof removal)[]): Proposal => ({
  action,
  answer: { state: 'planned', plan: aPlan({ action, removes }), isRevised: false },
});

test('what can be taken back asks for nothing', () => {
  expect(confirmationWord([planned(freeing('fc20'), [])])).toBeNull();
  expect(confirmationWord([{ action: freeing('fc20'), answer: { state: 'planning', before: null } }])).toBeNull();
});

test('what removes something for good asks for the name, or for how many', () => {
  const fc20 = planned(freeing('fc20'), [removal]);
  expect(confirmationWord([fc20])).toBe('fc20');
  expect(confirmationWord([fc20, planned(freeing('work'), [removal])])).toBe('2');
});

test('and so does what goes back to an older state without keeping the one of now', () => {
  const action: Action = { kind: 'revert', vm: vmName('fc20') };
  const plan = aPlan({ action, notes: [{ code: 'now-is-lost', since: null }] });
  expect(confirmationWord([{ action, answer: { state: 'planned', plan, isRevised: false } }])).toBe('fc20');
});
