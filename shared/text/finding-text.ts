import type { Finding, FindingOf } from '../domain/finding.ts';
import { storageNames } from './vm-text.ts';
import { formatBytes } from './format-bytes.ts';

interface FindingWords {
  /** What it is, and how that is known. */
  readonly what: string;
  /** What is safe, and what repairs it. */
  readonly remedy: string;
}
type Words = { readonly [Code in Finding['code']]: (facts: FindingOf<Code>) => FindingWords };

const words: Words = {
  'volume-missing': (f) => ({
    what: `The ${f.role} volume of ${f.vm} is missing: the registry says that ${f.vm} is on ${storageNames[f.storage]}, and there is no ${f.lookedFor}.`,
    remedy: `${f.vm} cannot start. Bring the volume back, from a backup if need be; nothing is made in its place.`,
  }),
  'volume-inactive': (f) => ({
    what: `${f.path}, the ${f.role} volume of ${f.vm}, is not active: ${f.vm} cannot start.`,
    remedy: 'Activating it changes nothing in it.',
  }),
  'activation-skipped': (f) => ({
    what: `${f.path}, the ${f.role} volume of ${f.vm}, is marked to be left out when volumes are activated, as at boot.`,
    remedy: 'Taking the mark off changes nothing in it.',
  }),
  'volume-untagged': (f) => ({
    what: `${f.path} is the ${f.role} volume of ${f.vm} by its name only: it has no tag that says so.`,
    remedy: `Name and registry agree; tagging it makes it safe from being taken for something else.`,
  }),
  'image-odd-size': (f) => ({
    what: `${f.path} has ${f.sizeBytes} bytes, which is no whole number of sectors: its end is cut off for ${f.vm ?? 'whoever uses it'}.`,
    remedy: `It may have been copied in part only. Compare it with a backup before anything writes to it.`,
  }),
  'folder-missing': (f) => ({
    what: `${f.vm} is registered with the folder ${f.path}, and there is none.`,
    remedy: `${f.vm} cannot start. Bring the folder back from a backup, or take ${f.vm} off the registry.`,
  }),
  'autostart-differs': (f) => ({
    what: f.isRegistered
      ? `${f.vm} is registered to start at boot, but systemd has no link for it.`
      : `${f.vm} starts at boot by a link of systemd, but is not registered to.`,
    remedy: `Only a person knows which is meant: qubes-storage set ${f.vm} autostart=on, or =off.`,
  }),
  'orphan-volume': (f) => ({
    what: `${f.path} was made as the ${f.role} volume of ${f.vm}, as ${f.isTagged ? 'its tags say' : 'its name alone suggests'}, and no VM is registered to have it. ${formatBytes(f.usedBytes)} of ${formatBytes(f.sizeBytes)} are used${f.createdAt === '' ? '' : `, made ${f.createdAt}`}${f.isOpen ? ', and somebody has it open' : ''}.`,
    remedy: 'It may be the only copy of something: look into it before removing it.',
  }),
  'orphan-folder': (f) => ({
    what: `${f.path} looks like the folder of a VM, and no VM is registered with it. It holds ${formatBytes(f.usedBytes)}, and was last changed ${f.changedAt}.`,
    remedy: 'It may be the only copy of something: look into it before removing it.',
  }),
  'autostart-link-orphan': (f) => ({
    what: `systemd is told to start ${f.vm} at boot, and no such VM is registered.`,
    remedy: 'Removing the link changes nothing else.',
  }),
  'job-leftover': (f) => {
    const made = `${f.path} was made by job ${f.job}, which`;
    switch (f.jobState) {
      case 'interrupted':
        return { what: `${made} was interrupted.`, remedy: `It goes with the job: resume ${f.job}, or discard it.` };
      case 'undone':
        return { what: `${made} failed or was cancelled, and could not remove it.`, remedy: 'Nothing uses it.' };
      case 'succeeded':
        return { what: `${made} has succeeded.`, remedy: 'Nothing uses it under this name.' };
      case 'unknown':
        return { what: `${made} has no journal here.`, remedy: 'Look into it before removing it.' };
    }
  },
  'metadata-snapshot-held': (f) => ({
    what: `A snapshot of the metadata of ${f.pool} is held: some program read it and was cut off, or still does.`,
    remedy: 'It takes space of the metadata; releasing it loses nothing.',
  }),
};

export const findingText = (finding: Finding): FindingWords =>
  (words[finding.code] as (facts: Finding) => FindingWords)(finding);
