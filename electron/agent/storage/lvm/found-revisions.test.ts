import { expect, test } from 'vitest';
import { foundRevisions, lvmMoment, nextRevision } from './found-revisions.ts';
import { dirtyTag, generationTag, noteTag, pinnedTag, takenTag } from './session-tags.ts';
import { aLogicalVolume } from './testing/a-logical-volume.ts';

const revision = (generation: number, ...tags: readonly string[]) => ({
  generation,
  volume: aLogicalVolume({ name: `work-private.rev-${generation}`, uuid: `uuid-${generation}`, tags }),
});

test('a moment is read as lvm2 writes it, and not guessed where it is set to write otherwise', () => {
  expect(lvmMoment('2026-11-23 11:47:30 +0100')).toBe('2026-11-23T10:47:30.000Z');
  expect(lvmMoment('Mon Nov 23 11:47:30 2026')).toBeNull();
});

test('a revision tells its age, or when it was taken, and what a person said of it', () => {
  const main = aLogicalVolume({ tags: [generationTag(3)] });
  expect(
    foundRevisions(main, [revision(1, pinnedTag, noteTag('größer')), revision(2, takenTag(1_795_433_426))]),
  ).toEqual([
    {
      id: '1',
      takenAt: '2015-02-14T09:30:00.000Z',
      sizeBytes: main.sizeBytes,
      exclusiveBytes: null,
      isPinned: true,
      note: 'größer',
      isCommitted: false,
      path: '/dev/qubes_dom0/work-private.rev-1',
      identity: 'uuid-1',
    },
    expect.objectContaining({ id: '2', takenAt: '2026-11-23T11:30:26.000Z', isPinned: false, note: null }),
  ]);
});

test('the committed state is the one that a session began with', () => {
  const main = aLogicalVolume({ tags: [generationTag(2), dirtyTag] });
  const committed = foundRevisions(main, [revision(1), revision(2)]).filter(({ isCommitted }) => isCommitted);
  expect(committed.map(({ id }) => id)).toEqual(['2']);
});

test('the state of now is numbered after its generation, unless something has that number', () => {
  const main = aLogicalVolume({ tags: [generationTag(3)] });
  expect(nextRevision(main, [])).toBe(3);
  expect(nextRevision(main, [revision(1)])).toBe(3);
  expect(nextRevision(main, [revision(3)])).toBe(4);
});
