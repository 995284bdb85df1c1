import type { Action } from '../domain/action.ts';
import type { Finding, Remedy } from '../domain/finding.ts';

/**
 * What we can do about a finding. `repair` is only for what loses nothing that could be missed, so that it can be done
 * without asking about each; what is removed may be the only copy of something, and is a person's decision. What is open is
 * in use, whatever else is known of it.
 */
export function remediesFor(finding: Finding): readonly Remedy[] {
  switch (finding.code) {
    case 'volume-inactive':
    case 'activation-skipped':
    case 'volume-untagged':
    case 'device-link-wrong':
    case 'autostart-link-orphan':
    case 'metadata-snapshot-held':
      return ['repair'];
    case 'job-tag-left':
      return finding.jobState === 'interrupted' ? [] : ['repair'];
    case 'job-leftover':
      if (finding.isOpen || finding.jobState === 'interrupted') return [];
      return finding.isCopy ? ['repair'] : ['remove'];
    case 'session-left':
      if (finding.isOpen) return [];
      return finding.isTagged ? ['repair'] : ['remove'];
    case 'orphan-volume':
      if (finding.isOpen) return [];
      return finding.candidates.length === 0 ? ['remove'] : ['adopt', 'remove'];
    case 'orphan-image':
    case 'orphan-folder':
      return finding.isOpen ? [] : ['remove'];
    case 'volume-missing':
    case 'volume-unavailable':
    case 'volume-twice':
    case 'volume-elsewhere':
    case 'image-odd-size':
    case 'smaller-than-kept':
    case 'folder-missing':
    case 'conf-missing':
    case 'image-path-astray':
    case 'autostart-differs':
    case 'volume-dirty':
    case 'root-origin-lost':
    case 'root-size-differs':
    case 'disposable-left':
      return [];
  }
}

/** Whether jobs of this kind only ever make copies of what stays, so that what an undone one has left can go. */
export const makesCopiesOnly = ({ kind }: Action): boolean => kind === 'migrate' || kind === 'clone';
