import PQueue from 'p-queue';
import { beforeEach, describe, expect, test } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import { jobId, vmName } from '#shared/testing/builders.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import type { FoundVolume } from '../storage-backend.ts';
import type { Revert } from '../volume-revisions.ts';
import { originalNaming } from '../volume-naming.ts';
import { LvmRevisions } from './lvm-revisions.ts';
import { LvmSessions } from './lvm-sessions.ts';
import { LvmStorage } from './lvm-storage.ts';
import { roleTag, vmTag } from './ownership-tags.ts';
import { dirtyTag, generationOf, keepTag, pinnedTag } from './session-tags.ts';
import { FakeLvm, PowerCut } from './testing/fake-lvm.ts';

const slot = { vm: vmName('work'), role: 'private' as VolumeRole, vmDir: '/vms/work' };
const session = [{ slot, vmClass: 'AppVM', source: null }] as const;
const job = jobId('1-ff');

let lvm: FakeLvm;
let sessions: LvmSessions;
let revisions: LvmRevisions;

const turns = new PQueue({ concurrency: 1 });

/** Three sessions: the volume is `third`, and its newest revisions are `first` and `second`. */
beforeEach(async () => {
  lvm = new FakeLvm();
  lvm.add('work-private', [vmTag(slot.vm), roleTag(slot.role), keepTag(2)], 'zeroth');
  sessions = new LvmSessions(lvm, turns, originalNaming);
  revisions = new LvmRevisions(lvm, turns);
  for (const content of ['first', 'second', 'third']) await runOnce(content);
});

async function runOnce(content: string): Promise<void> {
  expect((await sessions.prepare(session)).ok).toBe(true);
  lvm.get('work-private').content = content;
  expect((await sessions.release(session)).ok).toBe(true);
}

async function found(): Promise<FoundVolume> {
  const { volumes } = await new LvmStorage(lvm, 1, originalNaming).survey([slot]);
  const [volume] = volumes;
  if (volume === undefined) throw new Error('work has no private volume');
  return volume;
}

async function planned(id: string): Promise<Revert> {
  const volume = await found();
  const revision = volume.revisions.find((one) => one.id === id);
  if (revision === undefined) throw new Error(`there is no revision ${id}`);
  return {
    ...slot,
    storage: 'lvm',
    revision: id,
    takenAt: revision.takenAt,
    revisionPath: revision.path,
    revisionIdentity: revision.identity,
    path: volume.path,
    identity: volume.identity,
    safetyRevision: volume.nextRevision,
    bytes: bytes(0),
  };
}

async function switchOver(revert: Revert): Promise<void> {
  expect((await revisions.reserve(revert, job)).ok).toBe(true);
  expect((await revisions.switch(revert, job)).ok).toBe(true);
}

/** As the steps of the job do it, those that come after a crash as well. */
async function carryOut(revert: Revert): Promise<void> {
  await switchOver(revert);
  expect((await revisions.complete(revert, job)).ok).toBe(true);
}

const contents = (): Readonly<Record<string, string>> =>
  Object.fromEntries([...lvm.volumes].map(([name, { content }]) => [name, content]));

test('as many revisions are kept as the volume says', () => {
  expect(contents()).toEqual({
    'work-private': 'third',
    'work-private.rev-1': 'first',
    'work-private.rev-2': 'second',
  });
});

describe('a revert', () => {
  test('makes the revision the volume, and the volume a revision', async () => {
    const uuid = lvm.get('work-private').uuid;
    await carryOut(await planned('1'));
    expect(contents()).toEqual({
      'work-private': 'first',
      'work-private.rev-1': 'first',
      'work-private.rev-2': 'second',
      'work-private.rev-3': 'third',
    });
    expect(lvm.get('work-private.rev-3')).toMatchObject({ uuid, isActive: false, isSkipped: true });
    const volume = await found();
    expect(volume).toMatchObject({
      isOwn: true,
      isActive: true,
      isDirty: false,
      revisionsToKeep: 2,
      nextRevision: '4',
    });
    expect(volume.revisions.map(({ id, isPinned }) => [id, isPinned])).toEqual([
      ['1', false],
      ['2', false],
      ['3', true],
    ]);
    expect(lvm.get('work-private').isSkipped).toBe(false);
  });

  test('can be reverted, and what it put aside stays until a person lets it go', async () => {
    await carryOut(await planned('1'));
    await carryOut(await planned('3'));
    expect(contents()['work-private']).toBe('third');
    await runOnce('fourth');
    const kept = {
      'work-private': 'fourth',
      'work-private.rev-2': 'second',
      'work-private.rev-3': 'third',
      'work-private.rev-4': 'first',
      'work-private.rev-5': 'third',
    };
    expect(contents()).toEqual(kept);
    for (const id of ['3', '4']) await revisions.mark(slot, id, { isPinned: false });
    await runOnce('fifth');
    expect(Object.keys(contents())).toEqual(['work-private', 'work-private.rev-5', 'work-private.rev-6']);
  });

  test('does not take the number of a state that a start kept before it was cut off', async () => {
    lvm.changesLeft = 1;
    await expect(sessions.prepare(session)).rejects.toThrow(PowerCut);
    lvm.changesLeft = Infinity;
    expect(contents()['work-private.rev-3']).toBe('third');
    await carryOut(await planned('1'));
    expect(contents()).toMatchObject({ 'work-private': 'first', 'work-private.rev-4': 'third' });
    expect(generationOf(lvm.get('work-private'))).toBe(5);
  });

  test('that is taken back leaves everything as it was', async () => {
    const before = structuredClone(lvm.volumes);
    const revert = await planned('2');
    const act = () => switchOver(revert);
    await withEveryCut(act, async () => {
      expect((await revisions.withdraw(revert, job)).ok).toBe(true);
      expect((await revisions.discardReserved(revert, job)).ok).toBe(true);
      expect([...lvm.volumes].sort()).toEqual([...before].sort());
    });
  });

  test('that the power cuts off goes on to the same end, and never loses a state or mistakes a volume', async () => {
    const revert = await planned('2');
    const act = () => carryOut(revert);
    const cuts = await withEveryCut(act, async () => {
      // Whatever is called work-private now, nobody starts from a half: it is the old volume, or the new, or none.
      const { volumes } = await new LvmStorage(lvm, 1, originalNaming).survey([slot]);
      expect(['third', 'second', undefined]).toContain(volumes[0] && lvm.get(volumes[0].path.slice(16)).content);
      await carryOut(revert);
      expect(contents()).toEqual({
        'work-private': 'second',
        'work-private.rev-1': 'first',
        'work-private.rev-2': 'second',
        'work-private.rev-3': 'third',
      });
      expect((await found()).isOwn).toBe(true);
    });
    expect(cuts).toBe(7);
  });

  /** Cuts the power after every number of commands, each time from the same state. Returns how many there are. */
  async function withEveryCut(act: () => Promise<void>, check: () => Promise<void>): Promise<number> {
    const state = structuredClone(lvm.volumes);
    for (let cutAfter = 0; ; cutAfter += 1) {
      lvm.volumes.clear();
      for (const [name, volume] of structuredClone(state)) lvm.volumes.set(name, volume);
      lvm.changesLeft = cutAfter;
      const isCut = await act().then(
        () => false,
        (error: unknown) => {
          if (error instanceof PowerCut) return true;
          throw error;
        },
      );
      lvm.changesLeft = Infinity;
      if (!isCut) return cutAfter;
      await check();
    }
  }
});

describe('a mark', () => {
  const marks = async () => (await found()).revisions.map(({ id, isPinned, note }) => [id, isPinned, note]);

  test('is put on a revision and taken off again', async () => {
    await revisions.mark(slot, '1', { isPinned: true, note: 'vor dem Umzug – größer' });
    expect(await marks()).toEqual([
      ['1', true, 'vor dem Umzug – größer'],
      ['2', false, null],
    ]);
    await revisions.mark(slot, '1', { note: 'later' });
    await revisions.mark(slot, '1', { isPinned: false });
    expect(await marks()).toContainEqual(['1', false, 'later']);
    await revisions.mark(slot, '1', { note: null });
    await revisions.mark(slot, '1', { note: null });
    expect(await marks()).toContainEqual(['1', false, null]);
    expect(await revisions.mark(slot, '7', { isPinned: true })).toMatchObject({ error: { code: 'revision-gone' } });
  });

  test('that comes while a session ends is either seen by it, or says that it came too late', async () => {
    await sessions.prepare(session);
    const [, marked] = await Promise.all([sessions.release(session), revisions.mark(slot, '1', { isPinned: true })]);
    expect(marked.ok).toBe(lvm.volumes.has('work-private.rev-1'));
    await sessions.prepare(session);
    const [earlier] = await Promise.all([revisions.mark(slot, '2', { isPinned: true }), sessions.release(session)]);
    expect(earlier.ok).toBe(true);
    expect(lvm.get('work-private.rev-2').tags).toContain(pinnedTag);
  });
});

test('the number of revisions is counted from the next stop on', async () => {
  expect((await revisions.setRevisionsToKeep(slot, 1)).ok).toBe(true);
  expect((await found()).revisionsToKeep).toBe(1);
  expect((await found()).revisions).toHaveLength(2);
  await runOnce('fourth');
  expect((await found()).revisions.map(({ id }) => id)).toEqual(['3']);
});

test('while a session goes on, the state before it is the committed one', async () => {
  await sessions.prepare(session);
  expect(lvm.get('work-private').tags).toContain(dirtyTag);
  const { isDirty, revisions: kept } = await found();
  expect(isDirty).toBe(true);
  expect(kept.map(({ id, isCommitted }) => [id, isCommitted])).toEqual([
    ['1', false],
    ['2', false],
    ['3', true],
  ]);
});
