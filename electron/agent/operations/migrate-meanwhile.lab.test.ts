import { afterAll, expect, test } from 'vitest';
import { dom0Facts, registryText, volumesWithTags, withStorageType } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { whenCopied, whenStepBegins } from '../../lab/lab-jobs.ts';
import { expectExactCopy, fillImage } from '../../lab/lab-images.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const appVmsDir = '/var/lib/qubes/appvms';
const registryPath = '/var/lib/qubes/qubes.xml';

test('Ctrl-C in the middle of the copy takes all of it back', async () => {
  await fillImage(box, `${appVmsDir}/untrusted/private.img`, 384);
  const before = await dom0Facts(box);
  const copied = whenCopied(box, 'untrusted-private', 16);
  const migration = box.startMigration('untrusted');
  await copied;
  migration.interrupt();
  const { status, record } = await migration.ended;
  expect([status, record.outcome, record.job?.state]).toEqual([130, 'cancelled', 'cancelled']);
  expect(await dom0Facts(box)).toBe(before);
});

test('a job keeps others off its VM', async () => {
  const copied = whenCopied(box, 'untrusted-private', 16);
  const migration = box.startMigration('untrusted');
  await copied;
  const second = await box.migrate('untrusted');
  const first = await migration.ended;
  expect(second).toMatchObject({
    status: 3,
    record: {
      error: { code: 'refused', blockers: [{ code: 'job-on-vm', vm: 'untrusted', job: first.record.job?.id }] },
    },
  });
  expect(first.status).toBe(0);
});

/** Locks the registry as Python tools do, from the moment a job on the VM verifies its copy until told to let go. */
const lockDuringVerifyOf = (vm: string): string => `
import fcntl, glob, os, time
def is_verifying():
    journals = [open(path).read() for path in glob.glob('/var/lib/qubes-storage/jobs/*.jsonl')]
    return any('"vm":"${vm}"' in journal and '"step-started","step":3' in journal for journal in journals)
while not is_verifying(): time.sleep(0.01)
registry = open('${registryPath}', 'r+')
fcntl.lockf(registry, fcntl.LOCK_EX)
open('/run/locked', 'w').close()
while not os.path.exists('/run/unlock'): time.sleep(0.05)
`;

test('a registry that a Python tool has locked is waited for', async () => {
  const lock = box.startCli('sandbox', 'exec', '--', '/usr/bin/python3', '-c', lockDuringVerifyOf('work'));
  const registry = await registryText(box);
  const migration = box.startMigration('work');
  await whenStepBegins(box, 'work', 'switch');
  await box.sh('test -e /run/locked && sleep 2');
  expect((await box.jobs()).find(({ vm }) => vm === 'work')).toMatchObject({ state: 'running', phase: 'switch' });
  expect(await registryText(box)).toBe(registry);

  await box.sh('touch /run/unlock');
  expect((await lock.ended).status).toBe(0);
  expect((await migration.ended).status).toBe(0);
  expect(await registryText(box)).toBe(withStorageType(registry, 'work', 'lvm'));
  await expectExactCopy(box, `${appVmsDir}/work/private.img`, 'work-private');
  expect(JSON.stringify(await volumesWithTags(box))).not.toContain('job');
});
