import { expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { CheckReport } from '#shared/domain/finding.ts';
import type { FindingId } from '#shared/domain/ids.ts';
import { jobId, timestamp, vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { verify } from './verify.ts';

const aReport = (facts: Partial<CheckReport> = {}): CheckReport => ({
  takenAt: timestamp('2026-11-23T14:00:00.000Z'),
  findings: [],
  busy: [],
  problems: [],
  ...facts,
});
const agentWith = (report: CheckReport) => new FakeAgent({ 'checks.run': () => ok(report) });

const orphanLink = {
  code: 'autostart-link-orphan',
  id: 'b43f7305' as FindingId,
  vm: vmName('gone'),
  identity: 'gone',
} as const;

test('where nothing is found it says so and ends with 0, and tells of VMs that were not looked at', async () => {
  const context = aContext(agentWith(aReport({ busy: [{ vm: vmName('work'), job: jobId('1-ff') }] })));
  expect(await verify(context, undefined)).toBe(0);
  expect(context.printed).toEqual([
    'work was not looked at: job 1-ff is at work on it.',
    'Nothing was found: registry, storage and system agree.',
  ]);
});

test('a finding says what it is and what to do, and ends with 1; one of another VM is left out', async () => {
  const report = aReport({ findings: [orphanLink] });
  const context = aContext(agentWith(report));
  expect(await verify(context, undefined)).toBe(1);
  expect(context.printed).toEqual([
    'b43f7305  systemd is told to start gone at boot, and no such VM is registered.',
    '          Removing the link changes nothing else.',
  ]);
  expect(await verify(aContext(agentWith(report)), 'work')).toBe(0);
});

test('what could not be looked at is no proof that all is well', async () => {
  const context = aContext(agentWith(aReport({ problems: [{ code: 'program-missing', program: '/usr/sbin/lvs' }] })));
  expect(await verify(context, undefined)).toBe(1);
  expect(context.printed).toEqual([]);
  expect(context.noted).toHaveLength(1);
});

test('a program is told the same as JSON', async () => {
  const context = aContext(agentWith(aReport({ findings: [orphanLink] })), { isJson: true });
  expect(await verify(context, undefined)).toBe(1);
  expect(context.json()).toEqual([
    {
      ...orphanLink,
      what: 'systemd is told to start gone at boot, and no such VM is registered.',
      remedy: 'Removing the link changes nothing else.',
    },
  ]);
});
