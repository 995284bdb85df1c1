import { expect, test } from 'vitest';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { Expected, KnownJob } from '../storage-checks.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { strayVolumeFindings } from './stray-volume-findings.ts';
import { aLogicalVolume } from './testing/a-logical-volume.ts';
import { anExpectation, anExpectedTemplate, anExpectedVm } from './testing/expected.ts';

const tagged = (name: string, ...tags: readonly string[]): LogicalVolume =>
  aLogicalVolume({ name, uuid: name, tags: tags.map((tag) => `qubes-storage.${tag}`) });
const untagged = (name: string, facts: Partial<LogicalVolume> = {}): LogicalVolume =>
  aLogicalVolume({ name, uuid: name, ...facts });

const vms = [anExpectedTemplate(), anExpectedVm(), anExpectedVm({ name: 'mail' as VmName, storageType: 'file' })];
const found = (volume: LogicalVolume, facts: Partial<Expected> = {}) =>
  strayVolumeFindings([volume], anExpectation({ vms, ...facts }));

test.each<[string, LogicalVolume]>([
  ['what a VM uses', tagged('work-private', 'vm=work', 'role=private')],
  ['what a VM uses and the original patch set has made', untagged('work-private')],
  ['an older state of it', tagged('work-private.rev-3', 'vm=work', 'role=private', 'revision=3')],
  ['what a migration back to files has kept', tagged('mail-private', 'vm=mail', 'role=private')],
  ['an older state of that', tagged('mail-private.rev-3', 'vm=mail', 'role=private', 'revision=3')],
  ['what was never made for a VM', untagged('backups')],
  [
    'a name like a VM’s outside of every thin pool',
    untagged('gone-private', { attributes: '-wi-a-----', poolUuid: null }),
  ],
])('%s is no stray', (_case, volume) => {
  expect(found(volume)).toEqual([]);
});

test.each<[string, LogicalVolume, object]>([
  ['of a VM that is gone', tagged('x', 'vm=gone', 'role=root'), { vm: 'gone', role: 'root', isTagged: true }],
  ['by its name alone', untagged('my-vm-private'), { vm: 'my-vm', role: 'private', isTagged: false }],
  ['beside a VM on files, by its name', untagged('mail-private'), { vm: 'mail', isTagged: false }],
  ['of a role that its VM has from the template', tagged('work-root', 'vm=work', 'role=root'), { role: 'root' }],
  ['an older state', tagged('y', 'vm=gone', 'role=root', 'revision=1'), { isRevision: true }],
])('an orphan is found %s', (_case, volume, facts) => {
  expect(found(volume)).toMatchObject([{ code: 'orphan-volume', identity: volume.uuid, ...facts }]);
});

test('an orphan may be adopted by halted VMs on LVM that miss one of its role, and by no others', () => {
  const orphan = tagged('x', 'vm=gone', 'role=private');
  expect(found(orphan)).toMatchObject([{ candidates: ['fc20', 'work'] }]);
  const [only] = strayVolumeFindings(
    [orphan, tagged('work-private', 'vm=work', 'role=private')],
    anExpectation({ vms, isHalted: (vm) => vm !== 'gone' }),
  );
  expect(only).toMatchObject({ candidates: ['fc20'] });
  expect(found(orphan, { isHalted: () => false })).toMatchObject([{ candidates: [] }]);
});

const forSession = tagged('work-root', 'vm=work', 'role=root', 'from=uuid:3');
const ofPatchSet = untagged('work-root', { originUuid: 'fc20-root' });

test.each<[string, LogicalVolume, object]>([
  ['of a VM', forSession, { vm: 'work', isTagged: true }],
  [
    'of a DispVM that is registered nowhere',
    tagged('disp3-private', 'vm=disp3', 'role=private', 'from=uuid:3'),
    { vm: 'disp3' },
  ],
  ['of the original patch set', ofPatchSet, { vm: 'work', isTagged: false }],
])('a volume for one run %s is left over only while it does not run', (_case, volume, facts) => {
  expect(found(volume)).toMatchObject([{ code: 'session-left', ...facts }]);
  for (const isHalted of [false, undefined]) expect(found(volume, { isHalted: () => isHalted })).toEqual([]);
});

test('of two that are tagged as the same volume one is a stray', () => {
  const volumes = [tagged('other', 'vm=work', 'role=private'), tagged('work-private', 'vm=work', 'role=private')];
  expect(strayVolumeFindings(volumes, anExpectation({ vms }))).toMatchObject([
    { code: 'volume-twice', path: '/dev/qubes_dom0/other', otherPath: '/dev/qubes_dom0/work-private' },
  ]);
});

const job = (state: KnownJob['state'], makesCopiesOnly = false): KnownJob => ({
  id: '1-ff' as JobId,
  state,
  makesCopiesOnly,
});
const reserved = tagged('work-private.job-1-ff', 'vm=work', 'role=private', 'job=1-ff');

test.each<[string, readonly KnownJob[], readonly object[]]>([
  ['is at work', [job('active')], []],
  ['was interrupted', [job('interrupted')], [{ jobState: 'interrupted', isCopy: false }]],
  ['was undone, and made copies', [job('undone', true)], [{ jobState: 'undone', isCopy: true }]],
  ['was undone, and made something else', [job('undone')], [{ jobState: 'undone', isCopy: false }]],
  ['is not known', [], [{ jobState: 'unknown', isCopy: false }]],
])('what was made by a job that %s is told as that', (_case, jobs, facts) => {
  const expected = facts.map((one) => ({ code: 'job-leftover', vm: 'work', kind: 'volume', ...one }));
  expect(found(reserved, { jobs })).toMatchObject(expected);
});

test('a volume that its VM uses has only the mark of its job left over', () => {
  const switched = tagged('work-private', 'vm=work', 'role=private', 'job=1-ff');
  expect(found(switched, { jobs: [job('interrupted')] })).toMatchObject([
    { code: 'job-tag-left', vm: 'work', role: 'private', jobState: 'interrupted' },
  ]);
});
