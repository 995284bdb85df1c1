import { expect, test, vi } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { CheckReport } from '#shared/domain/check-report.ts';
import type { Finding, FindingOf } from '#shared/domain/finding.ts';
import type { FindingId, VmName } from '#shared/domain/ids.ts';
import { aPlan, aQueuedJob, aSnapshot, aSucceededJob, jobId, timestamp, vmName } from '#shared/testing/builders.ts';
import { FakeAgent } from '../testing/fake-agent.ts';
import { aContext } from '../testing/fake-context.ts';
import { adoptFinding, removeFinding } from './act-on-finding.ts';
import { repair, verify } from './verify.ts';

const aReport = (facts: Partial<CheckReport> = {}): CheckReport => ({
  takenAt: timestamp('2026-11-23T14:00:00.000Z'),
  findings: [],
  busy: [],
  problems: [],
  ...facts,
});

const orphanLink = {
  code: 'autostart-link-orphan',
  id: 'b43f7305' as FindingId,
  vm: vmName('gone'),
  identity: 'gone',
} as const;
const orphan = (candidates: readonly VmName[]): FindingOf<'orphan-volume'> => ({
  code: 'orphan-volume',
  id: '3fa91c02' as FindingId,
  vm: vmName('gone'),
  identity: 'uuid',
  role: 'private',
  path: '/dev/qubes_dom0/gone-private',
  sizeBytes: bytes(4096),
  usedBytes: bytes(0),
  createdAt: '',
  isOpen: false,
  isTagged: true,
  isRevision: false,
  candidates,
});

/** Answers with each report in turn, and with the last one from then on. */
function anAgent(...reports: readonly CheckReport[]) {
  const left = [...reports];
  const actions: Action[] = [];
  const planOf = (action: Action) => aPlan({ action, vm: action.vm, volumes: [] });
  const agent = new FakeAgent({
    'session.open': () => ok(aSnapshot()),
    'checks.run': () => ok((left.length > 1 ? left.shift() : left[0]) ?? aReport()),
    'plan.make': ({ action }) => {
      actions.push(action);
      return ok({ outcome: 'plan', plan: planOf(action) });
    },
    'plan.start': ({ action }) => ok(aQueuedJob({ plan: planOf(action) })),
  });
  const succeed = async () => {
    await vi.waitUntil(() => agent.asked.includes('plan.start'));
    const [action] = actions;
    if (action !== undefined) agent.change(aSucceededJob({ plan: planOf(action) }));
  };
  return { agent, actions, succeed };
}
const found = (...findings: readonly Finding[]) => anAgent(aReport({ findings }));

test('where nothing is found it says so and ends with 0, and tells of VMs that were not looked at', async () => {
  const { agent } = anAgent(aReport({ busy: [{ vm: vmName('work'), job: jobId('1-ff') }] }));
  const context = aContext(agent);
  expect(await verify(context, undefined)).toBe(0);
  expect(context.printed).toEqual([
    'work was not looked at: job 1-ff is at work on it, or was cut off in the middle.',
    'Nothing was found: registry, storage and system agree.',
  ]);
});

test('a finding says what it is and what to do, and ends with 1; one of another VM is left out', async () => {
  const { agent } = found(orphanLink, orphan([vmName('work')]));
  const context = aContext(agent);
  expect(await verify(context, undefined)).toBe(1);
  expect(context.printed).toEqual([
    'b43f7305  systemd is told to start gone at boot, and no such VM is registered.',
    '          Removing the link changes nothing else.',
    '3fa91c02  /dev/qubes_dom0/gone-private was made as the private volume of gone, as its tags say, and no VM is registered to have it. It holds 0 B of 4 KiB.',
    '          It may be the only copy of something: look into it before removing it. A VM that misses such a volume can adopt it: work.',
    '          Adopt it with: qubes-storage verify adopt 3fa91c02',
    '          Remove it with: qubes-storage verify remove 3fa91c02 --yes',
    'One of these can be repaired without losing anything: qubes-storage verify --repair',
  ]);
  expect(await verify(aContext(agent), 'work')).toBe(0);
});

test('what could not be looked at is no proof that all is well', async () => {
  const { agent } = anAgent(aReport({ problems: [{ code: 'program-missing', program: '/usr/sbin/lvs' }] }));
  const context = aContext(agent);
  expect(await verify(context, undefined)).toBe(1);
  expect(context.printed).toEqual([]);
  expect(context.noted).toHaveLength(1);
});

test('a program is told the same as JSON', async () => {
  const context = aContext(found(orphanLink).agent, { isJson: true });
  expect(await verify(context, undefined)).toBe(1);
  expect(context.json()).toEqual([
    {
      ...orphanLink,
      outcome: 'found',
      remedies: ['repair'],
      what: 'systemd is told to start gone at boot, and no such VM is registered.',
      remedy: 'Removing the link changes nothing else.',
    },
  ]);
});

test('repair does all that is safe in one job, and tells from a second look what is left', async () => {
  const orphaned = orphan([]);
  const { agent, actions, succeed } = anAgent(
    aReport({ findings: [orphanLink, orphaned] }),
    aReport({ findings: [orphaned] }),
  );
  const context = aContext(agent, { isJson: true });
  const code = repair(context, undefined, { isDryRun: false });
  await succeed();
  expect(await code).toBe(1);
  expect(actions).toEqual([{ kind: 'repair', vm: 'gone', findings: [orphanLink.id] }]);
  expect(context.json()).toMatchObject([
    { id: orphanLink.id, outcome: 'repaired' },
    { id: orphaned.id, outcome: 'left' },
  ]);
});

test('repair starts no job for what only a person can decide', async () => {
  const { agent } = found(orphan([]));
  expect(await repair(aContext(agent), undefined, { isDryRun: false })).toBe(1);
  expect(agent.asked).not.toContain('plan.make');
});

test('removing without being sure shows what would go, and counts as refused', async () => {
  const { agent } = found(orphan([]));
  const context = aContext(agent);
  expect(await removeFinding(context, '3fa91c02', { isDryRun: false, isSure: false })).toBe(3);
  expect(agent.asked).not.toContain('plan.start');
  expect(context.noted.at(-1)).toContain('qubes-storage verify remove 3fa91c02 --yes');
});

test('what is not found now can be neither removed nor adopted', async () => {
  const { agent } = found(orphanLink);
  expect(await removeFinding(aContext(agent), '3fa91c02', { isDryRun: false, isSure: true })).toBe(4);
  expect(await adoptFinding(aContext(agent), '3fa91c02', undefined, false)).toBe(4);
});

test.each([
  ['the only VM that misses it', [vmName('work')], undefined, 'work'],
  ['the one that is named', [vmName('work'), vmName('mail')], 'mail', 'mail'],
])('an orphan is adopted by %s', async (_case, candidates, named, adopter) => {
  const { agent, actions } = found(orphan(candidates));
  expect(await adoptFinding(aContext(agent), '3fa91c02', named, true)).toBe(0);
  expect(actions).toEqual([{ kind: 'adopt-stray', vm: adopter, finding: '3fa91c02' }]);
});

test('of several VMs that miss it one has to be named', async () => {
  const { agent, actions } = found(orphan([vmName('work'), vmName('mail')]));
  const context = aContext(agent);
  expect(await adoptFinding(context, '3fa91c02', undefined, false)).toBe(1);
  expect(actions).toEqual([]);
  expect(context.noted.join()).toContain('work, mail');
});
