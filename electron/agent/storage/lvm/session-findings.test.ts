import { expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { sessionFindings } from './session-findings.ts';
import { aLogicalVolume } from './testing/a-logical-volume.ts';
import { anExpectation, anExpectedTemplate, anExpectedVm } from './testing/expected.ts';

const templateRoot = (uuid: string, generation: number, facts: Partial<LogicalVolume> = {}): LogicalVolume =>
  aLogicalVolume({
    name: 'fc20-root',
    uuid,
    tags: ['qubes-storage.vm=fc20', 'qubes-storage.role=root', `qubes-storage.generation=${generation}`],
    ...facts,
  });
const childRoot = (from: string, facts: Partial<LogicalVolume> = {}): LogicalVolume =>
  aLogicalVolume({
    name: 'work-root',
    uuid: 'child',
    tags: ['qubes-storage.vm=work', 'qubes-storage.role=root', `qubes-storage.from=${from}`],
    ...facts,
  });
const running = anExpectation({ vms: [anExpectedTemplate(), anExpectedVm()], isHalted: () => false });
const codes = (...report: readonly LogicalVolume[]) => sessionFindings(report, running).map(({ code }) => code);

test.each<[string, readonly LogicalVolume[]]>([
  ['from the present root', [templateRoot('a', 3), childRoot('a:3')]],
  ['from an older state of it', [templateRoot('a', 4), childRoot('a:3')]],
  ['from one that a revert has replaced, and that is pruned since', [templateRoot('b', 4), childRoot('a:3')]],
  ['from one that was grown since', [templateRoot('a', 3, { sizeBytes: gib(4) }), childRoot('a:3')]],
])('a running VM is well with a root %s', (_case, report) => {
  expect(codes(...report)).toEqual([]);
});

test('a root whose origin is gone without a newer one in its place is told', () => {
  expect(codes(childRoot('a:3'))).toEqual(['root-origin-lost']);
  expect(codes(templateRoot('b', 0), childRoot('a:3'))).toEqual(['root-origin-lost']);
});

test('a root that is larger than what it was made from is told', () => {
  expect(codes(templateRoot('a', 3), childRoot('a:3', { sizeBytes: gib(4) }))).toEqual(['root-size-differs']);
});

test('what a halted VM has left is another matter', () => {
  expect(sessionFindings([childRoot('a:3')], { ...running, isHalted: () => true })).toEqual([]);
});
