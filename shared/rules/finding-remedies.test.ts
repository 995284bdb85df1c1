import { expect, test } from 'vitest';
import { bytes } from '../base/bytes.ts';
import type { Finding, FindingOf } from '../domain/finding.ts';
import type { FindingId } from '../domain/ids.ts';
import { jobId, timestamp, vmName } from '../testing/builders.ts';
import { makesCopiesOnly, remediesFor } from './finding-remedies.ts';

const common = { id: '3fa91c02' as FindingId, vm: vmName('work'), identity: 'x', path: '/x', role: 'private' } as const;
const leftover = { code: 'job-leftover', ...common, kind: 'volume', job: jobId('1-ff'), isOpen: false } as const;
const anOrphan = (facts: Partial<FindingOf<'orphan-volume'>> = {}): Finding => ({
  code: 'orphan-volume',
  ...common,
  sizeBytes: bytes(1),
  usedBytes: bytes(1),
  createdAt: '',
  isOpen: false,
  isTagged: true,
  isRevision: false,
  candidates: [],
  ...facts,
});
const folder = { ...common, usedBytes: bytes(1), changedAt: timestamp('2026-11-23T14:00:00.000Z') };

test.each<[string, Finding, readonly string[]]>([
  ['an inactive volume', { code: 'volume-inactive', ...common }, ['repair']],
  ['a volume that a crash left', { code: 'volume-dirty', ...common }, []],
  ['a copy that an undone job left', { ...leftover, jobState: 'undone', isCopy: true }, ['repair']],
  ['what an undone job has moved', { ...leftover, jobState: 'undone', isCopy: false }, ['remove']],
  ['what belongs to an interrupted job', { ...leftover, jobState: 'interrupted', isCopy: true }, []],
  ['a leftover that is open', { ...leftover, jobState: 'undone', isCopy: true, isOpen: true }, []],
  ['a volume for one run', { code: 'session-left', ...common, isOpen: false, isTagged: true }, ['repair']],
  ['one without tags', { code: 'session-left', ...common, isOpen: false, isTagged: false }, ['remove']],
  ['one that is open', { code: 'session-left', ...common, isOpen: true, isTagged: true }, []],
  ['an orphan', anOrphan(), ['remove']],
  ['an orphan that is open', anOrphan({ isOpen: true, candidates: [vmName('work')] }), []],
  ['an orphan that a VM misses', anOrphan({ candidates: [vmName('work')] }), ['adopt', 'remove']],
  ['a folder of nobody', { code: 'orphan-folder', ...folder, isOpen: false }, ['remove']],
  ['a folder of nobody in use', { code: 'orphan-folder', ...folder, isOpen: true }, []],
])('of %s', (_case, finding, remedies) => {
  expect(remediesFor(finding)).toEqual(remedies);
});

test('only what is certain to have made copies is cleared away without a person', () => {
  const vm = vmName('work');
  expect(makesCopiesOnly({ kind: 'clone', vm, name: vmName('work2') })).toBe(true);
  expect(makesCopiesOnly({ kind: 'free-kept', vm })).toBe(false);
});
