import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { gib, kib, mib } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import {
  healthLetter,
  isActive,
  isOpen,
  isSkippedAtBoot,
  isThinPool,
  isThinVolume,
  readReport,
  type LogicalVolume,
} from './lvm-report.ts';

/** What lvs of lvm2 2.03.16 printed in the box: as JSON, and a moment later as text. */
const jsonReport = await readFile(new URL('testing/lvs-report.json', import.meta.url), 'utf8');
const textReport = await readFile(new URL('testing/lvs-report.txt', import.meta.url), 'utf8');

/** An lvm2 that answers so, and what it was asked. */
function anLvm(answer: (command: Command) => Result<string, Failure>) {
  const commands: Command[] = [];
  const runner: CommandRunner = {
    run(command) {
      commands.push(command);
      return Promise.resolve(answer(command));
    },
    startDetached: () => Promise.reject(new Error('a report starts nothing that stays')),
  };
  return { runner, commands };
}

const asksForJson = ({ args }: Command): boolean => args.includes('--reportformat=json');
const today = () => anLvm(() => ok(jsonReport));
const fedora20 = () =>
  anLvm((command) => {
    if (!asksForJson(command)) return ok(textReport);
    const stderr = "lvs: unrecognized option '--reportformat=json'\n  Error during parsing of command line.\n";
    return err({ code: 'command-failed', program: command.program, exitCode: 3, stderr });
  });

async function volumes({ runner }: ReturnType<typeof anLvm> = today()): Promise<ReadonlyMap<string, LogicalVolume>> {
  const report = await readReport(runner);
  if (!report.ok) throw new Error(report.error.code);
  return new Map(report.value.map((volume) => [volume.name, volume]));
}

test('a report tells a pool with its use, its chunks and its extents', async () => {
  expect((await volumes()).get('pool0')).toEqual({
    vg: 'qubes_dom0',
    vgUuid: 'ZkmHbb-3w7Y-2qYn-cJ5C-cgmZ-XSV4-qod1B0',
    vgExtentBytes: mib(4),
    vgFreeBytes: 4_139_778_048,
    isVgPartial: false,
    name: 'pool0',
    uuid: 'eJDQ44-Z28V-kvQI-yBv4-nYjA-vZeb-pgqvNZ',
    sizeBytes: gib(8),
    attributes: 'twi-aotz--',
    tags: [],
    createdAt: '2026-11-25 09:00:07 +0000',
    deviceNumber: '254:2',
    poolUuid: null,
    originUuid: null,
    dataFraction: 0.66 / 100,
    metadataFraction: 10.28 / 100,
    metadataSizeBytes: mib(32),
    chunkBytes: kib(64),
    needsCheck: false,
  });
});

test('a report tells a volume with its pool, its origin and its tags', async () => {
  const found = await volumes();
  expect(found.get('netvm-private.rev-0')).toMatchObject({
    sizeBytes: gib(2),
    poolUuid: found.get('pool0')?.uuid,
    originUuid: found.get('netvm-private')?.uuid,
    tags: ['qubes-storage.revision=0', 'qubes-storage.role=private', 'qubes-storage.vm=netvm'],
    dataFraction: null,
    deviceNumber: null,
  });
});

test('the attributes of a report tell pools, thin volumes and the rest apart', async () => {
  const found = [...(await volumes()).values()];
  const namesOf = (is: (volume: LogicalVolume) => boolean) => found.filter(is).map(({ name }) => name);
  expect(namesOf(isThinPool)).toEqual(['pool0']);
  expect(namesOf(isThinVolume)).toEqual([
    'netvm-private',
    'netvm-private.rev-0',
    'personal-private.job-toyoxk-b7d5',
    'work-private',
  ]);
  expect(namesOf((volume) => !isActive(volume))).toEqual(['lvol0_pmspare', 'netvm-private.rev-0']);
  expect(namesOf(isSkippedAtBoot)).toEqual(['netvm-private.rev-0']);
  expect(namesOf((volume) => isThinVolume(volume) && isOpen(volume))).toEqual(['netvm-private']);
  expect(new Set(found.map(healthLetter))).toEqual(new Set(['-']));
});

test('an lvs that knows no JSON tells the same, and is tried but once', async () => {
  const lvm = fedora20();
  expect(await volumes(lvm)).toEqual(await volumes());
  await volumes(lvm);
  expect(lvm.commands.map(asksForJson)).toEqual([true, false, false]);
});

test('another failure of lvs is told as it is, and JSON is asked for again', async () => {
  const failure: Failure = { code: 'lvm-not-answering', seconds: 120 };
  const lvm = anLvm(() => err(failure));
  expect([await readReport(lvm.runner), await readReport(lvm.runner)]).toEqual([err(failure), err(failure)]);
  expect(lvm.commands.map(asksForJson)).toEqual([true, true]);
});

const unreadable = { ok: false, error: { code: 'report-unreadable', program: '/usr/sbin/lvs' } };

test.each([
  ['nothing', ''],
  ['half of a report', jsonReport.slice(0, 900)],
  ['what lvs prints when it does not know a field, with the object left open', '{ "report": ['],
  ['a report of something else', '{"report":[{"vg":[]}]}'],
  ['a report without one of the fields', jsonReport.replaceAll('"lv_uuid"', '"lv_number"')],
])('%s is no report, and not a machine without volumes', async (_case, text) => {
  expect(await readReport(anLvm(() => ok(text)).runner)).toMatchObject(unreadable);
});

test.each([
  ['a line cut off', textReport.slice(0, 900)],
  ['a word of warning', `  WARNING: something\n${textReport}`],
])('%s is no report in text either', async (_case, text) => {
  const { runner } = fedora20();
  const run: CommandRunner['run'] = async (command) => (asksForJson(command) ? runner.run(command) : ok(text));
  expect(await readReport({ ...runner, run })).toMatchObject(unreadable);
});

test('a machine without volumes has an empty report', async () => {
  expect(await readReport(anLvm(() => ok('{"report":[{"lv":[]}]}')).runner)).toEqual(ok([]));
});

test('the report is one call of lvs, asking for every field that is read', async () => {
  const lvm = today();
  await volumes(lvm);
  expect(lvm.commands.map(({ program }) => program)).toEqual(['/usr/sbin/lvs']);
  const asked = lvm.commands[0]?.args.find((arg) => arg.startsWith('--options='))?.slice('--options='.length);
  const row = (JSON.parse(jsonReport) as { report: { lv: object[] }[] }).report[0]?.lv[0] ?? {};
  expect(asked?.split(',').sort()).toEqual(Object.keys(row).sort());
});
