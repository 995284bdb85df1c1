import type { Action, ActionOf } from '../domain/action.ts';
import { formatBytes } from './format-bytes.ts';
import { poolUseNames } from './pool-text.ts';
import { storagePlaces } from './vm-text.ts';

/** What is said of the jobs of one kind of action, beside what holds for every job. */
interface ActionWords<A extends Action> {
  /** On the button that begins it, and before a number of qubes. */
  readonly verb: string;
  readonly title: (action: A) => string;
  /** `migration of work`, after an article. */
  readonly noun: (action: A) => string;
  readonly begun: (action: A) => string;
  readonly succeeded: (action: A) => string;
  readonly failed: (action: A) => string;
  /** Interrupted before the point of no return, where others can see by then what has been done; else the VM is as it was. */
  readonly midway?: (action: A) => string;
  /** Interrupted behind the point of no return. */
  readonly pastReturn: (action: A) => string;
}
type Words = { readonly [Kind in Action['kind']]: ActionWords<ActionOf<Kind>> };

/** Pools of R4 are known by their names; core-2's plans always say the kind of storage. */
const target = ({ to, pool }: ActionOf<'migrate'>): string =>
  to === undefined ? (pool === undefined ? 'another pool' : `pool ${pool}`) : storagePlaces[to];

const shownFindings = 3;
const namesOf = (findings: readonly string[]): string =>
  findings.length > shownFindings ? `${findings.length} findings` : findings.join(', ');

const revisionCount = (count: number): string => (count === 1 ? '1 revision' : `${count} revisions`);

const words: Words = {
  migrate: {
    verb: 'Migrate',
    title: (action) => `Migrate ${action.vm} to ${target(action)}`,
    noun: ({ vm }) => `migration of ${vm}`,
    begun: ({ vm }) => `Migration of ${vm} has begun.`,
    succeeded: (action) =>
      action.to === undefined
        ? `${action.vm} is in ${target(action)} now.`
        : `${action.vm} is on ${target(action)} now; the original is kept.`,
    failed: ({ vm }) => `Migrating ${vm} failed. The original is untouched.`,
    pastReturn: ({ vm, to }) =>
      to === undefined
        ? `Interrupted after the original of ${vm} was removed. A whole copy is there: resume the job to finish it.`
        : `Interrupted after the switch. ${vm} uses the new volumes: resume the job to finish it.`,
  },
  'set-autostart': {
    verb: 'Set',
    title: ({ vm, isOn }) => (isOn ? `Start ${vm} at boot` : `Do not start ${vm} at boot`),
    noun: ({ vm }) => `autostart setting of ${vm}`,
    begun: ({ vm }) => `Setting whether ${vm} starts at boot.`,
    succeeded: ({ vm, isOn }) => (isOn ? `${vm} starts at boot.` : `${vm} does not start at boot.`),
    failed: ({ vm }) => `Setting whether ${vm} starts at boot failed. It is as it was.`,
    pastReturn: ({ vm }) => `Interrupted. Resume the job to finish setting whether ${vm} starts at boot.`,
  },
  resize: {
    verb: 'Grow',
    title: ({ vm, role, sizeBytes }) => `Grow the ${role} of ${vm} to ${formatBytes(sizeBytes)}`,
    noun: ({ vm, role }) => `growing of the ${role} of ${vm}`,
    begun: ({ vm, role }) => `The ${role} of ${vm} is being grown.`,
    succeeded: ({ vm, role }) => `The ${role} of ${vm} has grown.`,
    failed: ({ vm, role }) => `Growing the ${role} of ${vm} failed. Nothing in it is lost.`,
    pastReturn: ({ vm, role }) => `Interrupted. The ${role} of ${vm} may have grown: resume the job to finish it.`,
  },
  'restore-kept': {
    verb: 'Restore',
    title: ({ vm }) => `Go back to what is kept of ${vm}`,
    noun: ({ vm }) => `going back of ${vm}`,
    begun: ({ vm }) => `${vm} goes back to what is kept of it.`,
    succeeded: ({ vm }) => `${vm} uses what was kept of it; the newer volumes are kept now.`,
    failed: ({ vm }) => `${vm} could not go back to what is kept of it. It uses the same volumes as before.`,
    pastReturn: ({ vm }) => `Interrupted after the switch. ${vm} uses what was kept: resume the job to finish it.`,
  },
  'free-kept': {
    verb: 'Free',
    title: ({ vm }) => `Free what is kept of ${vm}`,
    noun: ({ vm }) => `freeing of what is kept of ${vm}`,
    begun: ({ vm }) => `Freeing what is kept of ${vm}.`,
    succeeded: ({ vm }) => `What was kept of ${vm} is freed.`,
    failed: ({ vm }) =>
      `Freeing what is kept of ${vm} failed. ${vm} itself is as it was; what is left is still listed.`,
    pastReturn: ({ vm }) => `Interrupted. Resume the job to free the rest of what is kept of ${vm}.`,
  },
  revert: {
    verb: 'Revert',
    title: ({ vm, role, revision }) =>
      `Revert ${role === undefined ? vm : `${role} of ${vm}`}${revision === undefined ? '' : ` to revision ${revision}`}`,
    noun: ({ vm }) => `revert of ${vm}`,
    begun: ({ vm }) => `Reverting ${vm}.`,
    succeeded: ({ vm, role, revision }) =>
      `The ${role ?? 'own'} volume of ${vm} is back at revision ${revision ?? 'before'}.`,
    failed: ({ vm }) => `Reverting ${vm} failed. Nothing of it was changed.`,
    pastReturn: ({ vm }) => `Interrupted after the switch. Resume the job to finish reverting ${vm}.`,
  },
  'mark-revision': {
    verb: 'Mark',
    title: ({ vm, revision }) => `Mark revision ${revision} of ${vm}`,
    noun: ({ vm, revision }) => `marking of revision ${revision} of ${vm}`,
    begun: ({ vm, revision }) => `Marking revision ${revision} of ${vm}.`,
    succeeded: ({ vm, revision, isPinned }) =>
      isPinned === undefined
        ? `Noted of revision ${revision} of ${vm}.`
        : `Revision ${revision} of ${vm} ${isPinned ? 'stays until you unpin it' : 'is not pinned any more'}.`,
    failed: ({ vm, revision }) => `Marking revision ${revision} of ${vm} failed. It is as it was.`,
    pastReturn: ({ vm, revision }) => `Interrupted. Resume the job to mark revision ${revision} of ${vm}.`,
  },
  'set-revisions': {
    verb: 'Set',
    title: ({ vm, count }) => `Keep ${revisionCount(count)} of ${vm}`,
    noun: ({ vm }) => `number of revisions kept of ${vm}`,
    begun: ({ vm }) => `Setting how many revisions are kept of ${vm}.`,
    succeeded: ({ vm, count }) =>
      `From its next stop on, ${revisionCount(count)} of each volume of ${vm} will be kept.`,
    failed: ({ vm }) => `Setting how many revisions are kept of ${vm} failed.`,
    pastReturn: ({ vm }) => `Interrupted. Resume the job to set how many revisions are kept of ${vm}.`,
  },
  remove: {
    verb: 'Remove',
    title: ({ vm, keepsFiles }) => (keepsFiles ? `Register ${vm} no more` : `Remove ${vm}`),
    noun: ({ vm }) => `removal of ${vm}`,
    begun: ({ vm }) => `Removal of ${vm} has begun.`,
    succeeded: ({ vm, keepsFiles }) =>
      keepsFiles ? `${vm} is registered no more; its files are where they were.` : `${vm} is removed.`,
    failed: ({ vm }) => `Removing ${vm} failed. Nothing of it is gone.`,
    pastReturn: ({ vm }) => `Interrupted. ${vm} is registered no more: resume the job to remove the rest of it.`,
  },
  rename: {
    title: ({ vm, name }) => `Rename ${vm} to ${name}`,
    verb: 'Rename',
    noun: ({ vm }) => `renaming of ${vm}`,
    begun: ({ vm }) => `Renaming of ${vm} has begun.`,
    succeeded: ({ vm, name }) => `${vm} is ${name} now.`,
    failed: ({ vm }) => `Renaming ${vm} failed. It has its old name everywhere.`,
    midway: ({ vm, name }) =>
      `Parts of ${vm} may be called ${name} already, and it does not start: resume the job, or discard it, which gives all of it the old name.`,
    pastReturn: ({ vm, name }) => `Interrupted after the switch. ${vm} is ${name} now: resume the job to finish it.`,
  },
  'set-naming': {
    verb: 'Rename',
    title: ({ scheme }) => `Name volumes ${scheme}`,
    noun: () => 'renaming of volumes',
    begun: () => 'Renaming of volumes has begun.',
    succeeded: ({ scheme }) => `The volumes of VMs are named ${scheme} now.`,
    failed: () => 'Renaming volumes failed. They have their old names.',
    midway: () => 'Some volumes may have their new names, and are the same VM’s: resume the job, or discard it.',
    pastReturn: ({ scheme }) => `Interrupted. The volumes of VMs are named ${scheme}: resume the job to finish it.`,
  },
  clone: {
    verb: 'Clone',
    title: ({ vm, name }) => `Clone ${vm} as ${name}`,
    noun: ({ vm }) => `cloning of ${vm}`,
    begun: ({ vm }) => `Cloning of ${vm} has begun.`,
    succeeded: ({ vm, name }) => `${name} is there now, a clone of ${vm}.`,
    failed: ({ vm }) => `Cloning ${vm} failed. ${vm} is untouched.`,
    pastReturn: ({ name }) => `Interrupted after the switch. ${name} is registered: resume the job to finish it.`,
  },
  create: {
    verb: 'Create',
    title: ({ vm }) => `Create ${vm}`,
    noun: ({ vm }) => `creation of ${vm}`,
    begun: ({ vm }) => `Creation of ${vm} has begun.`,
    succeeded: ({ vm }) => `${vm} is there now.`,
    failed: ({ vm }) => `Creating ${vm} failed. Nothing was made.`,
    pastReturn: ({ vm }) => `Interrupted after the switch. ${vm} is registered: resume the job to finish it.`,
  },
  'set-default-pool': {
    verb: 'Set',
    title: ({ use, pool }) => `Put new ${poolUseNames[use]} ${pool === null ? 'where all volumes go' : `in ${pool}`}`,
    noun: ({ use }) => `default pool for ${poolUseNames[use]}`,
    begun: ({ use }) => `Setting the default pool for ${poolUseNames[use]}.`,
    succeeded: ({ use, pool }) =>
      `New ${poolUseNames[use]} go ${pool === null ? 'where all volumes go' : `to ${pool}`}.`,
    failed: ({ use }) => `Setting the default pool for ${poolUseNames[use]} failed. It is as it was.`,
    pastReturn: ({ use }) => `Interrupted. Resume the job to finish setting the default pool for ${poolUseNames[use]}.`,
  },
  'add-pool': {
    verb: 'Add',
    title: ({ name }) => `Add the pool ${name}`,
    noun: ({ name }) => `adding of the pool ${name}`,
    begun: ({ name }) => `Adding the pool ${name}.`,
    succeeded: ({ name }) => `The pool ${name} is there now.`,
    failed: ({ name }) => `Adding the pool ${name} failed. Nothing was added.`,
    pastReturn: ({ name }) => `Interrupted. The pool ${name} may be there: resume the job to finish it.`,
  },
  'remove-pool': {
    verb: 'Remove',
    title: ({ pool }) => `Remove the pool ${pool}`,
    noun: ({ pool }) => `removal of the pool ${pool}`,
    begun: ({ pool }) => `Removing the pool ${pool}.`,
    succeeded: ({ pool }) => `Qubes knows no pool ${pool} any more; what is in it is on the disk.`,
    failed: ({ pool }) => `Removing the pool ${pool} failed. It is as it was.`,
    pastReturn: ({ pool }) => `Interrupted. Resume the job to finish removing the pool ${pool}.`,
  },
  repair: {
    verb: 'Repair',
    title: ({ findings }) => `Repair ${namesOf(findings)}`,
    noun: ({ vm }) => `repair of what was found of ${vm}`,
    begun: ({ findings }) => `Repairing ${namesOf(findings)}.`,
    succeeded: ({ findings }) => `Repaired: ${namesOf(findings)}.`,
    failed: () => 'Not everything was repaired. What is left is found again.',
    pastReturn: () => 'Interrupted. Resume the job to repair the rest.',
  },
  'remove-stray': {
    verb: 'Remove',
    title: ({ finding }) => `Remove ${finding}`,
    noun: ({ finding }) => `removal of ${finding}`,
    begun: ({ finding }) => `Removing ${finding}.`,
    succeeded: ({ finding }) => `${finding} is removed.`,
    failed: ({ finding }) => `Removing ${finding} failed. What is left of it is found again.`,
    pastReturn: ({ finding }) => `Interrupted. Resume the job to remove the rest of ${finding}.`,
  },
  'adopt-stray': {
    verb: 'Adopt',
    title: ({ vm, finding }) => `Give ${finding} to ${vm}`,
    noun: ({ vm, finding }) => `adoption of ${finding} by ${vm}`,
    begun: ({ vm, finding }) => `Giving ${finding} to ${vm}.`,
    succeeded: ({ vm, finding }) => `${finding} is a volume of ${vm} now.`,
    failed: ({ vm, finding }) => `${vm} has not got ${finding}. Nothing in it was changed.`,
    pastReturn: ({ vm, finding }) => `Interrupted. Resume the job to finish giving ${finding} to ${vm}.`,
  },
};

type Said = { readonly [Part in Exclude<keyof ActionWords<Action>, 'midway'>]: string } & {
  readonly midway: string | null;
};

export const actionWords = (action: Action): Said => {
  const of = words[action.kind] as ActionWords<Action>;
  return {
    verb: of.verb,
    title: of.title(action),
    noun: of.noun(action),
    begun: of.begun(action),
    succeeded: of.succeeded(action),
    failed: of.failed(action),
    midway: of.midway?.(action) ?? null,
    pastReturn: of.pastReturn(action),
  };
};
