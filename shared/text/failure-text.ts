import type { Failure, FailureOf } from '../domain/failure.ts';
import { blockerText } from './blocker-text.ts';
import { formatBytes } from './format-bytes.ts';

type Sentences = { readonly [Code in Failure['code']]: (facts: FailureOf<Code>) => string };

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** Says what happened, with the numbers, then what is safe and what to do. */
const sentences: Sentences = {
  refused: (f) => f.blockers.map(blockerText).join('\n'),
  cancelled: () => 'Cancelled. The VM is as it was.',
  internal: (f) => `A defect of this program. Nothing further was changed; the log has it under ${f.reference}.`,
  'bad-request': (f) => `The request was not understood: ${f.detail}.`,
  'plan-changed': () => 'Things have changed since the plan was made. Look at the new plan before starting.',
  'vm-not-found': (f) => `There is no VM named ${f.vm}.`,
  'job-not-found': (f) => `There is no job ${f.job}.`,
  'job-not-in-state': (f) => `Job ${f.job} is ${f.state}: it is not possible to ${f.act} it.`,
  'registry-missing': (f) => `There is no registry at ${f.path}.`,
  'registry-damaged': (f) =>
    `The registry ${f.path} is damaged${f.line === null ? '' : ` at line ${f.line}${f.column === null ? '' : `, column ${f.column}`}`}: ${f.detail}. Nothing was written. ` +
    (f.newestGoodBackup === null ? 'No good backup was found.' : `The newest good backup is ${f.newestGoodBackup}.`),
  'registry-locked': (f) =>
    `Another program holds the lock of ${f.path}. Nothing was written; try again when it is done.`,
  'registry-write-failed': (f) =>
    `The registry ${f.path} could not be written: ${f.detail}. The old one is still in place.`,
  'switch-uncertain': (f) =>
    `The registry ${f.path} cannot be read, so it is not known whether it was written. Nothing is taken back: resume the job when it can be read.`,
  'vm-changed': (f) =>
    `${f.vm} was changed by somebody else meanwhile. Nothing was switched; its files are as they were.`,
  'name-taken': (f) =>
    `Somebody else has taken the name ${f.name} meanwhile: a VM or a folder is called so. Nothing of it was touched.`,
  'program-missing': (f) => `The program ${f.program} is not installed.`,
  'command-failed': (f) =>
    `${f.program} ${f.exitCode === null ? 'was killed' : `failed with status ${f.exitCode}`}${f.stderr.trim() === '' ? '.' : `: ${lastLine(f.stderr)}`}`,
  'lvm-not-answering': (f) => `LVM has not answered for ${f.seconds} s.`,
  'report-unreadable': (f) => `${f.program} printed something that is not its report: ${f.detail}.`,
  'no-thin-pool': () =>
    'There is no LVM thin pool here: no volume group that lvm2 finds has one. VMs can use image files only.',
  'volume-group-partial': (f) =>
    `A disk of the volume group ${f.volumeGroup} is missing. What is on it cannot be used, and nothing in the group can be changed, until the disk is back; nothing else is affected.`,
  'pool-not-found': (f) => `There is no pool ${f.pool}.`,
  'pool-ambiguous': (f) => `Several pools are named ${f.pool}: say ${f.names.join(' or ')}.`,
  'volume-not-found': (f) => `The ${f.role} volume of ${f.vm} is not there.`,
  'volume-in-use': (f) => `${f.volume} is in use.`,
  'nothing-committed': (f) =>
    `The ${f.role} volume of ${f.vm} is in use, and no state of it from before that is kept. Shut ${f.vm} down first.`,
  'revert-unfinished': (f) =>
    `Going back to an earlier root of ${f.vm} was cut off in the middle. Resume the job first: it can only go forward.`,
  'revision-gone': (f) =>
    `That revision of the ${f.role} volume of ${f.vm} is not there any more. Nothing was changed; see which there are.`,
  'not-for-a-session': (f) =>
    `${f.volume} has the name that ${f.vm} needs for its start, but was not made for one, so it was not removed. Rename it, or remove it.`,
  'kept-changed': (f) => `${f.path} is not what it was when this was planned, so nothing was done with it.`,
  'finding-not-found': (f) => `${f.finding} stands for nothing that is found now. Look again: qubes-storage verify`,
  'several-adopters': (f) =>
    `Several VMs miss a volume like ${f.finding}. Name one with --vm: ${f.candidates.join(', ')}.`,
  'still-found': (f) => `${f.findings.join(', ')} could not be repaired: it is still found. The rest is done.`,
  'guest-failed': (f) => `${f.vm}: ${f.detail}.`,
  'device-not-found': (f) => `There is no device ${f.device}. See them with: qubes-storage devices --all`,
  'device-not-attached': (f) => `${f.device} is not attached to ${f.vm ?? 'any VM'}.`,
  'device-not-assigned': (f) => `${f.device} is not assigned to ${f.vm}. See what is with: qubes-storage devices`,
  'source-changed': (f) =>
    `The ${f.role} volume of ${f.vm} was written to while it was being copied. The copy is stale and was not used.`,
  'read-failed': (f) => `${f.path} could not be read at byte ${f.atByte}: ${f.detail}. The copy was not used.`,
  'write-failed': (f) => `${f.path} could not be written at byte ${f.atByte}: ${f.detail}. The original is untouched.`,
  'verify-mismatch': (f) =>
    `The copy ${f.path} differs from the original at byte ${f.atByte}. The original is untouched and stays in use; suspect the disk or the memory.`,
  'pool-full': (f) =>
    `The pool has ${formatBytes(f.freeBytes)} free; ${formatBytes(f.neededBytes)} is needed. The original is untouched.`,
  'file-failed': (f) => `${f.path}: ${f.detail}.`,
  'admin-unreachable': (f) => `Qubes' Admin API cannot be reached through ${f.via}: ${f.detail}.`,
  'admin-refused': (f) =>
    f.by === 'policy'
      ? `Qubes' policy does not allow ${f.call}. Nothing was done. What to allow in dom0: qubes-storage policy --print`
      : `qubesd refused ${f.call} without a reason. It is not permitted, or qubesd failed: in dom0, journalctl -u qubesd tells.`,
  'admin-exception': (f) => `${f.call}: ${f.message} (${f.type}).`,
  'admin-cut-off': (f) =>
    `The connection to qubesd broke off in the middle of ${f.call}. It may have been done all the same.`,
  'admin-reply-unreadable': (f) => `qubesd's answer to ${f.call} was not understood: ${f.detail}.`,
  'still-referred-to': (f) =>
    `${f.vm} cannot be removed: it is named by ${f.by.join(', ')}. Make these name another one first.`,
  'not-as-asked': (f) => `qubesd made ${f.vm} otherwise than asked: ${f.what.join('; ')}. It is removed again.`,
  'copy-incomplete': (f) => `The copy of the ${f.volume} volume of ${f.vm} is not whole: ${f.detail}. It is not used.`,
  'volumes-left': (f) =>
    `qubesd removed ${f.vm} but left its volumes in ${f.pool}: ${f.vids.join(', ')}. Remove them in dom0.`,
  'agent-unreachable': (f) => `The agent does not answer at ${f.socket}: ${f.detail}.`,
  'agent-gone': () =>
    'The connection to the agent was lost. A running job is marked as interrupted and can be resumed.',
  'agent-mismatch': (f) =>
    `The agent speaks protocol ${f.theirs}, this program ${f.ours}. Restart the older of the two.`,
  'needs-root': (f) => `Only root may manage this machine's storage. Type: sudo ${f.program}`,
  'system-unavailable': (f) => `The system "${f.system}" cannot be used here: ${f.detail}.`,
  'sandbox-exists': (f) => `There is a sandbox in ${f.dir} already. Destroy it first, or name another folder.`,
  'sandbox-absent': (f) => `There is no sandbox in ${f.dir}. Type: qubes-storage sandbox create`,
  'sandbox-busy': (f) =>
    `A job is at work in the sandbox ${f.dir}. Wait for it, or use --force: the job can be resumed.`,
  'programs-missing': (f) =>
    `Missing programs: ${f.programs.join(', ')}. Type: sudo apt-get install ${f.packages.join(' ')}`,
  'sandbox-boot-failed': (f) => `The sandbox in ${f.dir} did not start. Its console said last: ${lastLine(f.console)}`,
  'sandbox-namespaces-refused': (f) =>
    `This machine does not let the sandbox shut itself off from your files (${f.detail}), so it was not started.`,
  'sandbox-dir-taken': (f) =>
    `${f.dir} holds files that no sandbox of ours left there, so nothing was made in it. Name another folder.`,
  'sandbox-locked': (f) =>
    `Another program is creating, starting or removing the sandbox in ${f.dir}. Try again when it is done.`,
  'sandbox-lost': (f) =>
    `The sandbox in ${f.dir} stopped in the middle of this. What was written is there at its next start.`,
  'sandbox-share-refused': (f) => `${f.hostDir} cannot be shared with the sandbox: ${f.detail}.`,
  'sandbox-source-invalid': (f) => `${f.dir} cannot be taken as /var/lib/qubes: ${f.detail}.`,
  'sandbox-seed-failed': (f) => `The sandbox could not be filled: ${f.detail}. Nothing was left behind.`,
  'host-disk-full': (f) =>
    `${f.path} has ${formatBytes(f.freeBytes)} free on this machine; ${formatBytes(f.neededBytes)} is needed.`,
};

export const failureText = (failure: Failure): string =>
  (sentences[failure.code] as (facts: Failure) => string)(failure);
