import { afterAll, expect, test } from 'vitest';
import type { ActionRecord } from '../../../cli/output/action-record.ts';
import type { RevisionsRecord } from '../../../cli/output/revision-record.ts';
import { dom0Facts } from '../../../lab/dom0-facts.ts';
import { aLabBox } from '../../../lab/lab-box.ts';
import { killAgentDuring, stepHasBegun, whenDuring } from '../../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const dir = '/var/lib/qubes/vm-templates/fc20';
const guest = '/run/qubes-storage/guests/fc20/xvda';
const mergeStep = 2;

const run = async (...words: readonly string[]): Promise<void> => {
  const { status, stderr } = await box.cli(...words);
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}:\n${stderr}`);
};

/** A session in which the template's guest overwrites what was there, all over the place. */
async function session(text: string): Promise<void> {
  await run('start', 'fc20');
  await box.sh(`
    echo ${text} > ${guest}/known
    dd if=/dev/urandom of=${guest}/bulk bs=1M count=96 conv=notrunc,fsync status=none
  `);
  await run('stop', 'fc20');
}

const checksum = (): Promise<string> => box.sh(`md5sum < ${dir}/root.img`);

async function revert(...args: readonly string[]): Promise<ActionRecord> {
  const [record] = JSON.parse((await box.cli('--json', 'revert', 'fc20', ...args)).stdout) as ActionRecord[];
  if (record === undefined) throw new Error('revert told nothing');
  return record;
}

async function root(): Promise<RevisionsRecord> {
  const [record] = JSON.parse((await box.cli('--json', 'revisions', 'fc20', 'root')).stdout) as RevisionsRecord[];
  if (record === undefined) throw new Error('fc20 has no root');
  return record;
}

const interrupted = async (): Promise<string> =>
  (await box.jobs()).find(({ state }) => state === 'interrupted')?.id ?? '';
const expectNothingLeft = async (): Promise<void> => {
  expect(await box.sh(`ls ${dir} | grep ^root`)).toBe('root-cow.img\nroot.img\n');
  expect(await box.sh(`losetup --noheadings --output=BACK-FILE | grep ${dir} || true`)).toBe('');
  expect(await box.sh("dmsetup ls | grep -E '^(snapshot|origin)-' || true")).toBe('');
};

const sums = new Map<string, string>();

test('a template on image files has one way back: to before its last session', async () => {
  await session('first');
  sums.set('first', await checksum());
  await session('second');
  sums.set('second', await checksum());
  const { isDirty, revisionsToKeep, revisions } = await root();
  expect({ isDirty, revisionsToKeep }).toEqual({ isDirty: false, revisionsToKeep: null });
  expect(revisions).toMatchObject([{ revision: 'old', isPinned: false, isCommitted: false }]);
  expect(revisions[0]?.exclusiveBytes).toBeGreaterThan(96 * 2 ** 20);
  expect((await box.cli('revisions', 'pin', 'fc20', 'old')).status).toBe(3);
  expect((await box.cli('set', 'fc20', 'revisions=2')).status).toBe(3);
});

test('it is taken only when a person is sure, and no child runs', async () => {
  const before = await dom0Facts(box);
  expect((await revert()).plan?.notes).toMatchObject([{ code: 'now-is-lost' }]);
  expect((await box.cli('revert', 'fc20')).status).toBe(3);
  expect(await dom0Facts(box)).toBe(before);
  await run('start', 'personal');
  expect((await revert('--yes')).error).toMatchObject({
    blockers: [{ code: 'child-runs-from-root', child: 'personal' }],
  });
  await run('stop', 'personal');
  await run('start', 'fc20');
  expect((await revert('--yes')).error).toMatchObject({ blockers: [{ code: 'vm-not-halted' }] });
  // Nothing but its heartbeat was written: still that is what there would be to go back over.
  await run('stop', 'fc20');
  expect((await root()).revisions).toHaveLength(1);
});

test('a revert brings every byte back, and then there is none any more', async () => {
  await session('third');
  sums.set('third', await checksum());
  await session('fourth');
  expect((await revert('--yes')).outcome).toBe('succeeded');
  expect(await checksum()).toBe(sums.get('third'));
  await expectNothingLeft();
  expect((await root()).revisions).toEqual([]);
  expect((await revert('--yes')).error).toMatchObject({ blockers: [{ code: 'no-revisions' }] });
  await run('start', 'fc20');
  expect(await box.sh(`cat ${guest}/known`)).toBe('third\n');
  await run('stop', 'fc20');
});

test('a root that somebody else has written to has no way back: its old blocks are of another state', async () => {
  await box.sh(`sleep 1; e2fsck -fy ${dir}/root.img > /dev/null; touch ${dir}/root.img`);
  expect((await root()).revisions).toEqual([]);
});

test('a merge that the agent does not live to see the end of is finished by the resumed job', async () => {
  sums.set('before', await checksum());
  await session('fifth');
  await killAgentDuring(box, 'qubes-storage revert fc20 --yes', stepHasBegun('fc20', mergeStep));
  await run('jobs', 'resume', await interrupted());
  expect(await checksum()).toBe(sums.get('before'));
  await expectNothingLeft();
});

test('a power cut in the middle of a merge leaves a root that nobody starts from until the job is resumed', async () => {
  await session('sixth');
  const cut = await box.powerSwitch();
  await whenDuring(box, 'qubes-storage revert fc20 --yes', stepHasBegun('fc20', mergeStep));
  cut();
  await box.start();
  const job = await interrupted();
  expect(job).not.toBe('');
  for (const vm of ['fc20', 'personal']) {
    const { status, stderr } = await box.cli('start', vm);
    expect([status, stderr]).toEqual([1, expect.stringContaining('Resume the job')]);
  }
  expect((await box.migrate('fc20')).record.outcome).toBe('refused');
  expect((await box.cli('jobs', 'discard', job)).status).toBe(3);
  await run('jobs', 'resume', job);
  expect(await checksum()).toBe(sums.get('before'));
  await expectNothingLeft();
  await run('start', 'personal');
  await run('stop', 'personal');
  await box.expectClean();
});
