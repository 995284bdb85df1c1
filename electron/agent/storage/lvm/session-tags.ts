import type { Timestamp } from '#shared/domain/ids.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { tagPrefix, tagValue } from './ownership-tags.ts';

/**
 * What tags say of the sessions of a volume, a session being the time that a guest has it.
 *
 * `.generation=G` counts the sessions that ended, absent is 0; `.dirty` says that one goes on, or went on when everything
 * crashed. `.revision=G` marks a kept older state, the one that generation G began as; `.pinned` keeps it beyond the
 * number that is kept, `.note=TEXT` (base64url) is a person's, and `.taken=SECONDS` (since 1970) says when it was taken, where
 * that is not when the volume was made. `.keep=N` on the volume itself is how many of them stay. `.from=UUID:G` marks a volume that was made for one
 * session as a snapshot of another one's generation G, and goes with the session.
 */
type Tagged = Pick<LogicalVolume, 'tags'>;

/** What others may start from: a volume as it was committed so many times. */
export interface CommittedState {
  readonly uuid: string;
  readonly generation: number;
}

const generationKey = `${tagPrefix}generation=`;

export const generationTag = (generation: number): string => `${generationKey}${generation}`;
export const dirtyTag = `${tagPrefix}dirty`;
export const revisionTag = (generation: number): string => `${tagPrefix}revision=${generation}`;
export const pinnedTag = `${tagPrefix}pinned`;
const noteKey = `${tagPrefix}note=`;
export const noteTag = (note: string): string => `${noteKey}${Buffer.from(note).toString('base64url')}`;
const takenKey = `${tagPrefix}taken=`;
export const takenTag = (seconds: number): string => `${takenKey}${seconds}`;
export const committedText = ({ uuid, generation }: CommittedState): string => `${uuid}:${generation}`;
export const fromTag = (state: CommittedState): string => `${tagPrefix}from=${committedText(state)}`;

/** An lvm2 that writes each tag by itself may have been cut off between two: the newest one counts. */
export const generationOf = (volume: Tagged): number => Math.max(0, ...generationTags(volume).map(generationIn));

/** All of them, for taking them off. */
export const generationTags = ({ tags }: Tagged): readonly string[] =>
  tags.filter((tag) => tag.startsWith(generationKey) && Number.isSafeInteger(generationIn(tag)));

const generationIn = (tag: string): number => Number(tag.slice(generationKey.length));

export const isDirty = ({ tags }: Tagged): boolean => tags.includes(dirtyTag);

/** The generation that a revision keeps; undefined for what is none. */
export function revisionOf(volume: Tagged): number | undefined {
  const value = tagValue(volume, 'revision');
  return value === undefined ? undefined : Number(value);
}

export const isPinned = ({ tags }: Tagged): boolean => tags.includes(pinnedTag);

export function noteOf(volume: Tagged): string | undefined {
  const value = tagValue(volume, 'note');
  return value === undefined ? undefined : Buffer.from(value, 'base64url').toString();
}

/** All of them, for taking them off. */
export const noteTags = ({ tags }: Tagged): readonly string[] => tags.filter((tag) => tag.startsWith(noteKey));
export const takenTags = ({ tags }: Tagged): readonly string[] => tags.filter((tag) => tag.startsWith(takenKey));

/** When a revision was taken that was not made as one; undefined where its own age tells. */
export function takenAtOf(volume: Tagged): Timestamp | undefined {
  const seconds = Number(tagValue(volume, 'taken'));
  return Number.isSafeInteger(seconds) ? (new Date(seconds * 1000).toISOString() as Timestamp) : undefined;
}

const keepKey = `${tagPrefix}keep=`;
const defaultRevisionsToKeep = 1;

export const keepTag = (count: number): string => `${keepKey}${count}`;

/** All of them, for taking them off or along. */
export const keepTags = ({ tags }: Tagged): readonly string[] => tags.filter((tag) => tag.startsWith(keepKey));

/** How many revisions of a volume stay when a session ends, pinned ones apart. */
export function revisionsToKeep(volume: Tagged): number {
  const counts = keepTags(volume).map((tag) => Number(tag.slice(keepKey.length)));
  return counts.find((count) => Number.isSafeInteger(count) && count >= 0) ?? defaultRevisionsToKeep;
}

/** As `committedText` has it; undefined for a volume that is no such snapshot, or was made by others. */
export const fromOf = (volume: Tagged): string | undefined => tagValue(volume, 'from');
