import { expect, test } from 'vitest';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import { isOfAnyJob, isOfJob, jobTag, ownerOf, roleTag, vmTag } from './ownership-tags.ts';
import { aLogicalVolume } from './testing/a-logical-volume.ts';

const work = 'work' as VmName;
const job = 'abc-1234' as JobId;
const ofJob = aLogicalVolume({ tags: [roleTag('private'), jobTag(job), vmTag(work)] });

test('a volume is whose its tags say, whatever its name', () => {
  expect(ownerOf(aLogicalVolume({ name: 'other-root', tags: [vmTag(work), roleTag('private')] }))).toEqual({
    vm: 'work',
    role: 'private',
  });
});

test.each([
  ['no tags', []],
  ['a VM but no role', [vmTag(work)]],
  ['a role that there is not', [vmTag(work), 'qubes-storage.role=swap']],
  ['tags of somebody else', ['vm=work', 'role=private']],
])('a volume with %s is nobody’s', (_case, tags) => {
  expect(ownerOf(aLogicalVolume({ tags }))).toBeUndefined();
});

test('a job knows its own volume by job, VM and role together', () => {
  expect(isOfJob(ofJob, { vm: work, role: 'private' }, job)).toBe(true);
  expect(isOfJob(ofJob, { vm: work, role: 'root' }, job)).toBe(false);
  expect(isOfJob(ofJob, { vm: 'work2' as VmName, role: 'private' }, job)).toBe(false);
  expect(isOfJob(ofJob, { vm: work, role: 'private' }, 'abc-12345' as JobId)).toBe(false);
  expect(isOfJob(aLogicalVolume({ tags: [jobTag(job)] }), { vm: work, role: 'private' }, job)).toBe(false);
});

test('a volume that any job works on is told from a finished one', () => {
  expect(isOfAnyJob(ofJob)).toBe(true);
  expect(isOfAnyJob(aLogicalVolume({ tags: [vmTag(work), roleTag('private')] }))).toBe(false);
});
