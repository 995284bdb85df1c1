import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { gib, kib, mib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { healthLetter, isActive, isOpen, isThinPool, isThinVolume, parseReport, readReport } from './lvm-report.ts';

/** What lvs of lvm2 2.03.16 printed in the box while a job copied the image of firewallvm. */
const recordedReport = await readFile(new URL('testing/lvs-report.json', import.meta.url), 'utf8');

function reportedVolumes() {
  const report = parseReport(recordedReport, '/usr/sbin/lvs');
  if (!report.ok) throw new Error(report.error.code);
  return new Map(report.value.map((volume) => [volume.name, volume]));
}

test('a recorded report tells a pool with its use, its chunks and its extents', () => {
  const pool = reportedVolumes().get('pool0');
  expect(pool).toEqual({
    vg: 'qubes_dom0',
    vgExtentBytes: mib(4),
    vgFreeBytes: 4_206_886_912,
    isVgPartial: false,
    name: 'pool0',
    uuid: 'cnc4OR-miO6-XC1P-sXGB-xvRw-rXik-f0dOgQ',
    sizeBytes: gib(8),
    attributes: 'twi-aotz--',
    tags: [],
    createdAt: '2026-11-23 11:47:30 +0000',
    poolUuid: null,
    originUuid: null,
    dataFraction: 16.52 / 100,
    metadataFraction: 11.41 / 100,
    metadataSizeBytes: mib(32),
    chunkBytes: kib(64),
    needsCheck: false,
  });
});

test('a recorded report tells a volume with its pool, its tags and that it is open', () => {
  const volume = reportedVolumes().get('firewallvm-private.job-toyoxk-b7d5');
  expect(volume).toMatchObject({
    sizeBytes: mib(512),
    poolUuid: 'cnc4OR-miO6-XC1P-sXGB-xvRw-rXik-f0dOgQ',
    tags: ['qubes-storage.job=toyoxk-b7d5', 'qubes-storage.role=private', 'qubes-storage.vm=firewallvm'],
    dataFraction: 64.06 / 100,
    metadataFraction: null,
  });
});

test('the attributes of a recorded report tell pools, thin volumes and the rest apart', () => {
  const volumes = [...reportedVolumes().values()];
  const namesOf = (is: (volume: (typeof volumes)[number]) => boolean) => volumes.filter(is).map(({ name }) => name);
  expect(namesOf(isThinPool)).toEqual(['pool0']);
  expect(namesOf(isThinVolume)).toEqual([
    'firewallvm-private.job-toyoxk-b7d5',
    'personal-private',
    'untrusted-private',
  ]);
  expect(namesOf((volume) => !isActive(volume))).toEqual(['lvol0_pmspare']);
  expect(namesOf((volume) => isThinVolume(volume) && isOpen(volume))).toEqual(['firewallvm-private.job-toyoxk-b7d5']);
  expect(new Set(volumes.map(healthLetter))).toEqual(new Set(['-']));
});

test.each([
  ['nothing', ''],
  ['half of a report', recordedReport.slice(0, 900)],
  ['what lvs prints when it does not know a field, with the object left open', '{ "report": ['],
  ['a report of something else', '{"report":[{"vg":[]}]}'],
  ['a report without one of the fields', recordedReport.replaceAll('"lv_uuid"', '"lv_number"')],
])('%s is no report, and not a machine without volumes', (_case, text) => {
  expect(parseReport(text, '/usr/sbin/lvs')).toMatchObject({
    ok: false,
    error: { code: 'report-unreadable', program: '/usr/sbin/lvs' },
  });
});

test('a machine without volumes has an empty report', () => {
  expect(parseReport('{"report":[{"lv":[]}]}', '/usr/sbin/lvs')).toEqual(ok([]));
});

test('the report is one call of lvs, asking for every field that is read', async () => {
  const commands: Command[] = [];
  const runner: CommandRunner = {
    run(command) {
      commands.push(command);
      return Promise.resolve(ok(recordedReport));
    },
    startDetached: () => Promise.reject(new Error('a report starts nothing that stays')),
  };
  const report = await readReport(runner);
  expect(report.ok && report.value).toHaveLength(7);
  expect(commands.map(({ program }) => program)).toEqual(['/usr/sbin/lvs']);
  const asked = commands[0]?.args.find((arg) => arg.startsWith('--options='))?.slice('--options='.length);
  const row = (JSON.parse(recordedReport) as { report: { lv: object[] }[] }).report[0]?.lv[0] ?? {};
  expect(asked?.split(',').sort()).toEqual(Object.keys(row).sort());
});
