import { afterAll, expect, test } from 'vitest';
import { aLabBox } from '../../lab/lab-box.ts';
import { dom0Facts, imageFacts, registryText, volumesWithTags, withStorageType } from '../../lab/dom0-facts.ts';
import { expectSameBytes, fillImage, mappedBytes } from '../../lab/lab-images.ts';
import { killAgentWhenCopied, killAgentWhenStepBegins, whenCopied } from '../../lab/lab-jobs.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const appVmsDir = '/var/lib/qubes/appvms';
const serviceVmsDir = '/var/lib/qubes/servicevms';
// Long enough to be copied that the agent can be killed in it, also while another box is at work.
const imageMebibytes = 384;

const storageTypeOf = async (name: string) => (await box.vms()).find((vm) => vm.name === name)?.storageType;

/** The one job on a VM that did not come to its end. */
async function interruptedJobOn(vm: string) {
  const job = (await box.jobs()).find((candidate) => candidate.vm === vm && candidate.state === 'interrupted');
  if (job === undefined) throw new Error(`no job on ${vm} is interrupted`);
  return job;
}

/** Kills the agent with a part of the VM's private copied, and tells what dom0 was like before. */
async function killAgentInCopyOf(vm: string, dir: string): Promise<{ readonly before: string; readonly job: string }> {
  await fillImage(box, `${dir}/private.img`, imageMebibytes);
  const before = await dom0Facts(box);
  const killed = killAgentWhenCopied(box, `${vm}-private`, 16);
  const migration = box.startMigration(vm);
  await killed;
  expect((await migration.ended).status).toBe(1);
  const { id, phase, canResume, canDiscard } = await interruptedJobOn(vm);
  expect([phase, canResume, canDiscard]).toEqual(['copy', true, true]);
  expect(await storageTypeOf(vm)).toBe('file');
  return { before, job: id };
}

async function resumeToTheEnd(vm: string, dir: string, job: string): Promise<void> {
  const [registry, images] = [await registryText(box), await imageFacts(box, dir)];
  expect((await box.cli('jobs', 'resume', job)).status).toBe(0);
  await expectSameBytes(box, `${dir}/private.img`, `${vm}-private`);
  expect(await registryText(box)).toBe(withStorageType(registry, vm, 'lvm'));
  expect(await imageFacts(box, dir)).toBe(images);
  expect(await mappedBytes(box, `${vm}-private`)).toBe(imageMebibytes * 2 ** 20);
  expect((await volumesWithTags(box))[`${vm}-private`]).toEqual([
    'qubes-storage.role=private',
    `qubes-storage.vm=${vm}`,
  ]);
  expect(JSON.stringify(await volumesWithTags(box))).not.toContain('job');
}

test('an agent killed in the middle of the copy: the job is resumed and nothing is left over', async () => {
  const dir = `${appVmsDir}/untrusted`;
  const { job } = await killAgentInCopyOf('untrusted', dir);
  await resumeToTheEnd('untrusted', dir, job);
});

test('a power cut in the middle of the copy: the job is resumed and nothing is left over', async () => {
  const dir = `${appVmsDir}/personal`;
  await fillImage(box, `${dir}/private.img`, imageMebibytes);
  const cutPower = await box.powerSwitch();
  const copied = whenCopied(box, 'personal-private', 16);
  const migration = box.startMigration('personal');
  await copied;
  cutPower();
  expect((await migration.ended).status).toBe(1);

  await box.start();
  expect(await storageTypeOf('personal')).toBe('file');
  const job = await interruptedJobOn('personal');
  expect([job.phase, job.canResume]).toEqual(['copy', true]);
  await resumeToTheEnd('personal', dir, job.id);
});

test('an interrupted job that is discarded leaves dom0 as it was', async () => {
  const { before, job } = await killAgentInCopyOf('netvm', `${serviceVmsDir}/netvm`);
  expect((await box.cli('jobs', 'discard', job)).status).toBe(0);
  expect(await dom0Facts(box)).toBe(before);
  expect((await box.cli('jobs', 'resume', job)).status).toBe(3);
});

test('a source written to since is not copied on from: the job fails and everything is taken back', async () => {
  const imagePath = `${serviceVmsDir}/firewallvm/private.img`;
  const { job } = await killAgentInCopyOf('firewallvm', `${serviceVmsDir}/firewallvm`);
  await box.sh(`printf X | dd of=${imagePath} bs=1 seek=4096 conv=notrunc status=none`);
  const before = await imageFacts(box, `${serviceVmsDir}/firewallvm`);
  const resumed = await box.cli('--json', 'jobs', 'resume', job);
  expect(resumed.status).toBe(1);
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    state: 'failed',
    error: { code: 'source-changed', role: 'private' },
  });
  expect(await imageFacts(box, `${serviceVmsDir}/firewallvm`)).toBe(before);
  expect(await storageTypeOf('firewallvm')).toBe('file');
  expect(JSON.stringify(await volumesWithTags(box))).not.toContain('firewallvm');
});

test('a byte that differs in the copy is found, and the copy is not used', async () => {
  const killed = killAgentWhenStepBegins(box, 'work', 'verify');
  const migration = box.startMigration('work');
  await killed;
  expect((await migration.ended).status).toBe(1);
  const job = await interruptedJobOn('work');
  expect(job.phase).toBe('verify');
  const before = await registryText(box);
  const atByte = 100_000_007;
  await box.sh(
    `printf X | dd of=/dev/qubes_dom0/work-private.job-${job.id} bs=1 seek=${atByte} conv=notrunc status=none`,
  );
  const resumed = await box.cli('--json', 'jobs', 'resume', job.id);
  expect(resumed.status).toBe(1);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ state: 'failed', error: { code: 'verify-mismatch', atByte } });
  expect(await registryText(box)).toBe(before);
  expect(JSON.stringify(await volumesWithTags(box))).not.toContain('work');
  await expect(box.migrate('work')).resolves.toMatchObject({ status: 0 });
});
