import { isOpen, type LogicalVolume } from './lvm-report.ts';
import { findMain } from './lvm-survey.ts';
import type { Owner } from './ownership-tags.ts';
import { revisionsOf } from './revisions.ts';
import { generationOf, isDirty, type CommittedState } from './session-tags.ts';

export interface CommittedVolume {
  /** Where it can be read: nobody writes to it. */
  readonly volume: LogicalVolume;
  readonly state: CommittedState;
}

/**
 * The last committed state of a VM's volume: the volume itself while nobody has it, the revision that the session began
 * with from then on, until the session is ended. Undefined where the volume, or that revision, is not there, or where
 * somebody has opened the volume without a session.
 */
export function committedVolume(report: readonly LogicalVolume[], owner: Owner): CommittedVolume | undefined {
  const main = findMain(report, owner);
  if (main === undefined) return undefined;
  const state = { uuid: main.uuid, generation: generationOf(main) };
  if (!isDirty(main)) return isOpen(main) ? undefined : { volume: main, state };
  const revision = revisionsOf(report, owner).find(({ generation }) => generation === state.generation);
  return revision === undefined ? undefined : { volume: revision.volume, state };
}
