import type { Finding, FindingOf } from '../domain/finding.ts';
import { formatBytes } from './format-bytes.ts';
import { storagePlaces } from './vm-text.ts';

export interface FindingWords {
  /** What it is, and how that is known. */
  readonly what: string;
  /** What is safe, and what puts it right. */
  readonly remedy: string;
}
type Words = { readonly [Code in Finding['code']]: (facts: FindingOf<Code>) => FindingWords };

const perhapsOnlyCopy = 'It may be the only copy of something: look into it before removing it.';
const isUsed = 'Somebody has it open: find out who before anything else.';

const volume = ({ path, role, vm }: Pick<FindingOf<'volume-inactive'>, 'path' | 'role' | 'vm'>): string =>
  `${path}, the ${role} volume of ${vm},`;

const words: Words = {
  'volume-missing': (f) => ({
    what: `The ${f.role} volume of ${f.vm} is missing: ${f.vm} is registered to be on ${storagePlaces[f.storage]}, and there is no ${f.lookedFor}.`,
    remedy:
      f.revisionCount === 0
        ? `${f.vm} cannot start. Bring the volume back, from a backup if need be; nothing is made in its place.`
        : `${f.vm} cannot start. ${f.revisionCount === 1 ? 'An older state of it is' : `${f.revisionCount} older states of it are`} still there.`,
  }),
  'volume-unavailable': (f) => ({
    what: `${volume(f)} is in the volume group ${f.volumeGroup}, of which a disk is missing.`,
    remedy: `Nothing in ${f.volumeGroup} can be changed until the disk is back. Connect or unlock it, then look again.`,
  }),
  'volume-inactive': (f) => ({
    what: `${volume(f)} is not active: ${f.vm} cannot start.`,
    remedy: 'Activating it changes nothing in it.',
  }),
  'activation-skipped': (f) => ({
    what: `${volume(f)} is marked to be left out when volumes are activated, as at boot.`,
    remedy: 'Taking the mark off changes nothing in it.',
  }),
  'volume-untagged': (f) => ({
    what: `${f.path} is the ${f.role} volume of ${f.vm} by its name only: no tag says so.`,
    remedy:
      'Name, kind and registry agree. Tagging it changes nothing in it, and keeps others from taking it for theirs.',
  }),
  'volume-twice': (f) => ({
    what: `${f.path} is tagged as the ${f.role} volume of ${f.vm}, and so is ${f.otherPath}, which is the one in use.`,
    remedy: `Compare the two before the next start of ${f.vm}; take the tags off the wrong one.`,
  }),
  'volume-elsewhere': (f) => ({
    what: `${volume(f)} is in ${f.pool}, and the other one in ${f.otherPool}.`,
    remedy: 'It works, but nothing of ours puts them apart. Look whether it is the right one.',
  }),
  'image-odd-size': (f) => ({
    what: `${f.path} has ${f.sizeBytes} bytes, which is no whole number of sectors: its end is cut off for ${f.vm}.`,
    remedy: 'It may have been copied in part only. Compare it with a backup before anything writes to it.',
  }),
  'smaller-than-kept': (f) => ({
    what: `${volume(f)} has ${formatBytes(f.sizeBytes)}, and ${f.keptPath}, which it was made from, ${formatBytes(f.keptBytes)}.`,
    remedy: `Its end may be missing. Do not free what is kept of ${f.vm}; compare the two.`,
  }),
  'folder-missing': (f) => ({
    what: `${f.vm} is registered with the folder ${f.path}, and there is none.`,
    remedy: `${f.vm} cannot start. Bring the folder back from a backup, or take ${f.vm} off the registry.`,
  }),
  'conf-missing': (f) => ({
    what: `${f.vm} is registered with the configuration ${f.path}, and there is none.`,
    remedy: 'Qubes’ own tools make it anew at the next start, unless it has a name of its own.',
  }),
  'image-path-astray': (f) => ({
    what: `${f.vm} is registered with ${f.path} as the image of its ${f.role} volume, and starts from ${f.used}.`,
    remedy: 'Look which of the two is meant: nothing here follows the registered path.',
  }),
  'autostart-differs': (f) => ({
    what: f.isRegistered
      ? `${f.vm} is registered to start at boot, but systemd has no link for it.`
      : `${f.vm} starts at boot by a link of systemd, but is not registered to.`,
    remedy: `Only a person knows which is meant: qubes-storage set ${f.vm} autostart=on, or =off.`,
  }),
  'device-link-wrong': (f) => {
    const remedy = `Making the links of ${f.volumeGroup} anew changes nothing else.`;
    switch (f.problem) {
      case 'missing':
        return { what: `${f.path} is active, and has no link in /dev.`, remedy };
      case 'leads-nowhere':
        return { what: `${f.path} leads to a device that is not there.`, remedy };
      case 'leads-elsewhere':
        return { what: `${f.path} leads to another device than the volume of that name.`, remedy };
    }
  },
  'volume-dirty': (f) => ({
    what: `${volume(f)} was in use when everything stopped, and ${f.vm} does not run: its last run has crashed.`,
    remedy: `Nothing is lost. The next start puts it in order, and so does: qubes-storage stop ${f.vm}`,
  }),
  'session-left': (f) => ({
    what: `${f.path} was made for one run of ${f.vm}, ${f.isTagged ? 'as its tags say' : 'by its name and its origin'}, and ${f.vm} does not run.`,
    remedy: f.isOpen
      ? isUsed
      : f.isTagged
        ? 'Such a volume is dropped after every run: nothing is kept in it.'
        : `The next start of ${f.vm} drops it; until then it may be looked into.`,
  }),
  'root-origin-lost': (f) => ({
    what: `${f.vm} runs on ${f.path}, made from a root of ${f.template} that is not there any more.`,
    remedy: `${f.vm} goes on unharmed; when it starts again it gets the present root of ${f.template}.`,
  }),
  'root-size-differs': (f) => ({
    what: `${f.path}, which ${f.vm} runs on, has ${formatBytes(f.sizeBytes)}, and the root of ${f.template}, which it was made from, ${formatBytes(f.templateBytes)}.`,
    remedy: `Somebody has changed one of them. When ${f.vm} starts again it gets the root of ${f.template}.`,
  }),
  'disposable-left': (f) => ({
    what: `${f.vm} is registered as a DisposableVM, and does not run.`,
    remedy: 'Qubes takes it off the registry at the next boot.',
  }),
  'orphan-volume': (f) => ({
    what: `${f.path} was made as ${f.isRevision ? `an older state of the ${f.role} volume` : `the ${f.role} volume`} of ${f.vm}, ${f.isTagged ? 'as its tags say' : 'by its name alone'}, and no VM is registered to have it. It holds ${formatBytes(f.usedBytes)} of ${formatBytes(f.sizeBytes)}${f.createdAt === '' ? '' : `, and was made ${f.createdAt}`}.`,
    remedy: f.isOpen
      ? isUsed
      : f.candidates.length === 0
        ? perhapsOnlyCopy
        : `${perhapsOnlyCopy} A VM that misses such a volume can adopt it: ${f.candidates.join(', ')}.`,
  }),
  'orphan-image': (f) => ({
    what: `${f.path} is the image of a root, and ${f.vm} has its root from its template: nothing uses it. It holds ${formatBytes(f.usedBytes)}, and was last changed ${f.changedAt}.`,
    remedy: f.isOpen ? isUsed : perhapsOnlyCopy,
  }),
  'orphan-folder': (f) => ({
    what: `${f.path} looks like the folder of a VM, and no VM is registered with it. It holds ${formatBytes(f.usedBytes)}, and was last changed ${f.changedAt}.`,
    remedy: f.isOpen ? isUsed : perhapsOnlyCopy,
  }),
  'autostart-link-orphan': (f) => ({
    what: `systemd is told to start ${f.vm} at boot, and no such VM is registered.`,
    remedy: 'Removing the link changes nothing else.',
  }),
  'job-leftover': (f) => ({
    what: `${f.path} was made by job ${f.job}, ${jobEnd(f)}.`,
    remedy: leftoverRemedy(f),
  }),
  'job-tag-left': (f) => ({
    what: `${volume(f)} still carries the mark of job ${f.job}, ${jobEnd(f)}.`,
    remedy:
      f.jobState === 'interrupted'
        ? `It goes when the job is finished: qubes-storage jobs resume ${f.job}`
        : 'Taking the mark off changes nothing in it.',
  }),
  'metadata-snapshot-held': (f) => ({
    what: `A snapshot of the metadata of ${f.pool} is held: some program has read it and was cut off, or still does.`,
    remedy: 'It keeps space of the metadata from being used again. Releasing it loses nothing.',
  }),
};

function jobEnd({ jobState }: Pick<FindingOf<'job-leftover'>, 'jobState'>): string {
  switch (jobState) {
    case 'interrupted':
      return 'which was interrupted';
    case 'undone':
      return 'which was taken back, but could not take this back';
    case 'succeeded':
      return 'which has succeeded';
    case 'unknown':
      return 'of which there is no journal';
  }
}

function leftoverRemedy({ jobState, isOpen, isCopy, job }: FindingOf<'job-leftover'>): string {
  if (jobState === 'interrupted') return `It goes with the job: qubes-storage jobs resume ${job}, or discard.`;
  if (isOpen) return isUsed;
  return isCopy ? 'It is a copy that nothing uses: removing it loses nothing.' : perhapsOnlyCopy;
}

export const findingText = (finding: Finding): FindingWords =>
  (words[finding.code] as (facts: Finding) => FindingWords)(finding);
