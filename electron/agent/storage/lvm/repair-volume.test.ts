import { expect, test } from 'vitest';
import type { Finding } from '#shared/domain/finding.ts';
import type { FindingId, JobId, VmName } from '#shared/domain/ids.ts';
import { commandLine } from '../../exec/command.ts';
import { repairCommand } from './repair-volume.ts';
import { aLogicalVolume } from './testing/a-logical-volume.ts';

const facts = {
  id: '3fa91c02' as FindingId,
  vm: 'work' as VmName,
  identity: 'work-private-uuid',
  role: 'private',
  path: '/dev/qubes_dom0/work-private',
} as const;

test.each<[Finding, string]>([
  [
    { code: 'volume-inactive', ...facts },
    '/usr/sbin/lvchange --quiet --yes --activate=y --ignoreactivationskip -- qubes_dom0/work-private',
  ],
  [
    { code: 'activation-skipped', ...facts },
    '/usr/sbin/lvchange --quiet --setactivationskip=n -- qubes_dom0/work-private',
  ],
  [
    { code: 'volume-untagged', ...facts },
    '/usr/sbin/lvchange --quiet --addtag=qubes-storage.vm=work --addtag=qubes-storage.role=private -- qubes_dom0/work-private',
  ],
  [
    { code: 'job-tag-left', ...facts, job: '1-ff' as JobId, jobState: 'succeeded' },
    '/usr/sbin/lvchange --quiet --deltag=qubes-storage.job=1-ff -- qubes_dom0/work-private',
  ],
  [
    { code: 'metadata-snapshot-held', ...facts, pool: 'qubes_dom0/pool0', device: 'qubes_dom0-pool0-tpool' },
    '/usr/sbin/dmsetup message qubes_dom0-pool0-tpool 0 release_metadata_snap',
  ],
])('%o is repaired by one command', (finding, line) => {
  const command = repairCommand(finding, aLogicalVolume());
  expect(command === undefined ? undefined : commandLine(command)).toBe(line);
});

test('what is gone needs no repair, and what is for a person is not repaired', () => {
  expect(repairCommand({ code: 'volume-inactive', ...facts }, undefined)).toBeUndefined();
  expect(() => repairCommand({ code: 'volume-dirty', ...facts }, aLogicalVolume())).toThrow('volume-dirty');
});
