import { afterAll, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import type { RevisionsRecord } from '../../cli/output/revision-record.ts';
import { registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { labPrivateMib } from '../../lab/lab-images.ts';
import { killAgentDuring, slowDown, stepHasBegun } from '../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const guest = '/run/qubes-storage/guests/work/xvdb';

const run = async (...words: readonly string[]): Promise<void> => {
  const { status, stderr } = await box.cli(...words);
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}:\n${stderr}`);
};

/** A session in which the guest writes this. */
async function session(text: string): Promise<void> {
  await run('start', 'work');
  await box.sh(`echo ${text} > ${guest}/known; sync`);
  await run('stop', 'work');
}

const checksum = (volume: string): Promise<string> =>
  box.sh(`
    lvchange --quiet --activate=y --ignoreactivationskip qubes_dom0/${volume}
    dd if=/dev/qubes_dom0/${volume} bs=4M iflag=direct status=none | md5sum
  `);

async function revisions(): Promise<RevisionsRecord> {
  const [record] = JSON.parse((await box.cli('--json', 'revisions', 'work', 'private')).stdout) as RevisionsRecord[];
  if (record === undefined) throw new Error('work has no private volume');
  return record;
}
const ids = async (): Promise<readonly string[]> => (await revisions()).revisions.map(({ revision }) => revision);

async function revert(...args: readonly string[]): Promise<ActionRecord> {
  const [record] = JSON.parse((await box.cli('--json', 'revert', 'work', ...args)).stdout) as ActionRecord[];
  if (record === undefined) throw new Error('revert told nothing');
  return record;
}

const interrupted = async (): Promise<string> =>
  (await box.jobs()).find(({ state }) => state === 'interrupted')?.id ?? '';

const sums = new Map<string, string>();

test('as many older states stay as were chosen, each with the bytes that the guest left', async () => {
  await box.migrate('work');
  await run('set', 'work', 'revisions=2');
  for (const text of ['first', 'second', 'third']) {
    await session(text);
    sums.set(text, await checksum('work-private'));
  }
  expect(await ids()).toEqual(['1', '2']);
  const { isDirty, revisionsToKeep, revisions: kept } = await revisions();
  expect({ isDirty, revisionsToKeep }).toEqual({ isDirty: false, revisionsToKeep: 2 });
  expect(kept).toMatchObject([
    { sizeBytes: labPrivateMib * 2 ** 20, exclusiveBytes: null, isPinned: false, note: null, isCommitted: false },
    { sizeBytes: labPrivateMib * 2 ** 20, exclusiveBytes: null, isPinned: false, note: null, isCommitted: false },
  ]);
  expect(await checksum('work-private.rev-1')).toBe(sums.get('first'));
  expect(await checksum('work-private.rev-2')).toBe(sums.get('second'));
});

test('a VM that runs is not reverted; what it started from is told as committed, and can be pinned', async () => {
  await run('start', 'work');
  expect((await revert()).outcome).toBe('refused');
  expect((await revisions()).revisions.filter(({ isCommitted }) => isCommitted)).toMatchObject([{ revision: '3' }]);
  await run('revisions', 'pin', 'work', '1');
  await run('revisions', 'note', 'work', '1', 'before the upgrade, größer');
  await run('stop', 'work');
  sums.set('fourth', await checksum('work-private'));
  await session('fifth');
  sums.set('fifth', await checksum('work-private'));
  expect(await ids()).toEqual(['1', '3', '4']);
  expect((await revisions()).revisions[0]).toMatchObject({ isPinned: true, note: 'before the upgrade, größer' });
});

test('a revert brings the bytes back, and keeps those of now', async () => {
  const registry = await registryText(box);
  const before = await volumesWithTags(box);
  expect((await revert('--to', '1', '--dry-run')).plan?.notes).toMatchObject([{ code: 'now-is-kept', revision: '5' }]);
  expect((await revert('--to', '9')).outcome).toBe('refused');
  expect(await volumesWithTags(box)).toEqual(before);
  expect((await revert('--to', '1')).outcome).toBe('succeeded');
  expect(await checksum('work-private')).toBe(sums.get('first'));
  expect(await checksum('work-private.rev-5')).toBe(sums.get('fifth'));
  expect(await ids()).toEqual(['1', '3', '4', '5']);
  expect((await revisions()).revisions.at(-1)).toMatchObject({ isPinned: true });
  expect(await registryText(box)).toBe(registry);

  await run('start', 'work');
  expect(await box.sh(`cat ${guest}/known`)).toBe('first\n');
  await run('stop', 'work');
  expect((await revert('--to', '5')).outcome).toBe('succeeded');
  expect(await checksum('work-private')).toBe(sums.get('fifth'));
  await box.sh('lvchange --quiet --activate=n $(lvs --noheadings --options=lv_full_name qubes_dom0 | grep rev-)');
  await box.expectClean();
});

test('somebody who has the volume open, and a session that a crash cut off, are in the way', async () => {
  await box.sh('sleep 60 < /dev/qubes_dom0/work-private > /dev/null 2>&1 & echo $! > /run/holder');
  expect((await revert()).outcome).toBe('refused');
  await box.sh('kill "$(cat /run/holder)"');
  await run('start', 'work');
  const cut = await box.powerSwitch();
  cut();
  await box.start();
  expect((await revert()).error).toMatchObject({ blockers: [{ code: 'session-not-ended', role: 'private' }] });
  await run('stop', 'work');
  expect((await revisions()).isDirty).toBe(false);
});

test('an agent that is killed while it makes the snapshot leaves what can be taken back whole', async () => {
  await slowDown(box, 'lvcreate', 'lvrename', 'lvchange');
  const before = await volumesWithTags(box);
  const sum = await checksum('work-private');
  await killAgentDuring(box, 'qubes-storage revert work --to 1', stepHasBegun('work', 1));
  await run('jobs', 'discard', await interrupted());
  expect(await volumesWithTags(box)).toEqual(before);
  expect(await checksum('work-private')).toBe(sum);
});

test.each([
  ['switches', 2],
  ['completes', 3],
])('an agent that is killed while it %s goes on to the same end', async (_, step) => {
  const [now, next] = [await checksum('work-private'), await ids()];
  await killAgentDuring(box, 'qubes-storage revert work --to 1', stepHasBegun('work', step));
  await run('jobs', 'resume', await interrupted());
  expect(await checksum('work-private')).toBe(sums.get('first'));
  const [safety = ''] = (await ids()).filter((id) => !next.includes(id));
  expect(await checksum(`work-private.rev-${safety}`)).toBe(now);
  await box.sh('lvchange --quiet --activate=n $(lvs --noheadings --options=lv_full_name qubes_dom0 | grep rev-)');
  await box.expectClean();
  expect((await revert('--to', safety)).outcome).toBe('succeeded');
  expect(await checksum('work-private')).toBe(now);
});
