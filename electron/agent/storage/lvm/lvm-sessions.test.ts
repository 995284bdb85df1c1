import PQueue from 'p-queue';
import { beforeEach, describe, expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import type { SessionVolume } from '../volume-sessions.ts';
import { originalNaming } from '../volume-naming.ts';
import { LvmSessions } from './lvm-sessions.ts';
import { roleTag, vmTag } from './ownership-tags.ts';
import { dirtyTag, fromOf, generationOf, pinnedTag } from './session-tags.ts';
import { FakeLvm, PowerCut } from './testing/fake-lvm.ts';

const slot = (vm: string, role: VolumeRole) => ({ vm: vm as VmName, role, vmDir: `/vms/${vm}` });
const own = (vm: string, role: VolumeRole): SessionVolume => ({ slot: slot(vm, role), vmClass: 'AppVM', source: null });
const root: SessionVolume = { slot: slot('work', 'root'), vmClass: 'AppVM', source: slot('fc20', 'root') };
const work: readonly SessionVolume[] = [root, own('work', 'private')];
const template: readonly SessionVolume[] = [own('fc20', 'root'), own('fc20', 'private')];

let lvm: FakeLvm;
let sessions: LvmSessions;

beforeEach(() => {
  lvm = new FakeLvm();
  for (const [vm, role] of [
    ['fc20', 'root'],
    ['fc20', 'private'],
    ['work', 'private'],
  ] as const) {
    lvm.add(`${vm}-${role}`, [vmTag(vm as VmName), roleTag(role)], 'first');
  }
  sessions = new LvmSessions(lvm, new PQueue({ concurrency: 1 }), originalNaming);
});

/** The agent dies together with the power: what it knew is gone. */
function restart(): void {
  lvm.changesLeft = Infinity;
  sessions = new LvmSessions(lvm, new PQueue({ concurrency: 1 }), originalNaming);
}

/** A guest writes and goes. */
function write(content: string, ...names: readonly string[]): void {
  for (const name of names) lvm.get(name).content = content;
}

async function runOnce(volumes: readonly SessionVolume[], content: string, ...names: readonly string[]): Promise<void> {
  expect((await sessions.prepare(volumes)).ok).toBe(true);
  write(content, ...names);
  expect((await sessions.release(volumes)).ok).toBe(true);
}

const names = (): readonly string[] => [...lvm.volumes.keys()].sort();
const generation = (name: string): number => generationOf(lvm.get(name));
const fromUuid = (name: string, count: number): string => `${lvm.get(name).uuid}:${count}`;

describe('a session', () => {
  test('keeps the state before it, and counts', async () => {
    await runOnce(work, 'second', 'work-private');
    expect(lvm.get('work-private')).toMatchObject({ content: 'second' });
    expect(lvm.get('work-private.rev-0')).toMatchObject({ content: 'first', isActive: false });
    expect(generation('work-private')).toBe(1);
    await runOnce(work, 'third', 'work-private');
    expect(names()).toEqual(['fc20-private', 'fc20-root', 'work-private', 'work-private.rev-1']);
  });

  test('starts again only when the volumes are free, and then changes nothing', async () => {
    lvm.get('work-private').isOpen = true;
    const before = structuredClone(lvm.volumes);
    expect(await sessions.prepare(work)).toMatchObject({ ok: false, error: { code: 'volume-in-use' } });
    expect(lvm.volumes).toEqual(before);
  });

  test('is not ended while a guest has a volume', async () => {
    await sessions.prepare(work);
    lvm.get('work-root').isOpen = true;
    const before = structuredClone(lvm.volumes);
    expect(await sessions.release(work)).toMatchObject({ ok: false, error: { code: 'volume-in-use' } });
    expect(lvm.volumes).toEqual(before);
  });

  test('that there is none of is ended without a word', async () => {
    const before = structuredClone(lvm.volumes);
    expect((await sessions.release(work)).ok).toBe(true);
    expect(lvm.volumes).toEqual(before);
  });

  test('spares what a person has pinned', async () => {
    await runOnce(work, 'second', 'work-private');
    lvm.get('work-private.rev-0').tags.push(pinnedTag);
    await runOnce(work, 'third', 'work-private');
    await runOnce(work, 'fourth', 'work-private');
    expect(names().filter((name) => name.includes('.rev-'))).toEqual(['work-private.rev-0', 'work-private.rev-2']);
  });
});

describe('a root of the template', () => {
  test('is the committed one while the template runs, and after it crashed', async () => {
    await sessions.prepare(template);
    write('half an update', 'fc20-root');
    await sessions.prepare(work);
    expect(lvm.get('work-root').content).toBe('first');
    expect(fromOf(lvm.get('work-root'))).toBe(fromUuid('fc20-root', 0));
    await sessions.release(template);
    await sessions.release(work);
    await sessions.prepare(work);
    expect(lvm.get('work-root').content).toBe('half an update');
    expect(fromOf(lvm.get('work-root'))).toBe(fromUuid('fc20-root', 1));
  });

  test('is refused where somebody has the template open without a session', async () => {
    lvm.get('fc20-root').isOpen = true;
    expect(await sessions.prepare(work)).toMatchObject({ ok: false, error: { code: 'nothing-committed' } });
  });

  test('takes the place of one that the original patch set left, and of nothing else', async () => {
    lvm.add('work-root', [], 'a root without tags');
    const before = structuredClone(lvm.volumes);
    expect(await sessions.prepare(work)).toMatchObject({ ok: false, error: { code: 'not-for-a-session' } });
    expect(lvm.volumes).toEqual(before);
    lvm.get('work-root').originUuid = lvm.get('fc20-root').uuid;
    expect((await sessions.prepare(work)).ok).toBe(true);
    expect(lvm.get('work-root').content).toBe('first');
  });

  test('that is the VM’s own by its tags is never dropped', async () => {
    lvm.add('work-root', [vmTag('work' as VmName), roleTag('root')], 'the only copy');
    expect(await sessions.prepare(work)).toMatchObject({ ok: false, error: { code: 'not-for-a-session' } });
    await sessions.release(work);
    expect(lvm.get('work-root').content).toBe('the only copy');
  });
});

test('a start that fails half way takes back what it made', async () => {
  await runOnce(work, 'second', 'work-private');
  const before = structuredClone(lvm.volumes);
  lvm.get('fc20-root').isOpen = true;
  expect((await sessions.prepare([own('work', 'private'), root])).ok).toBe(false);
  lvm.get('fc20-root').isOpen = false;
  // The fake has no kernel that counts what was written: it is taken to have been.
  expect(lvm.get('work-private.rev-0')).toEqual(before.get('work-private.rev-0'));
  expect(lvm.get('work-private').content).toBe('second');
  expect(lvm.get('work-private').tags).not.toContain(dirtyTag);
});

/** Cuts the power after every number of commands that `act` can make, each time from `begin` anew. */
async function withEveryCut(
  begin: () => Promise<void>,
  act: () => Promise<unknown>,
  check: (cutAfter: number) => Promise<void>,
): Promise<number> {
  const state = structuredClone(lvm.volumes);
  for (let cutAfter = 0; ; cutAfter += 1) {
    lvm.volumes.clear();
    for (const [name, volume] of structuredClone(state)) lvm.volumes.set(name, volume);
    restart();
    await begin();
    lvm.changesLeft = cutAfter;
    const isCut = await act().then(
      () => false,
      (error: unknown) => {
        if (error instanceof PowerCut) return true;
        throw error;
      },
    );
    restart();
    if (!isCut) return cutAfter;
    await check(cutAfter);
  }
}

describe('when the power goes between any two commands', () => {
  test('of a start, the next one begins from the same state', async () => {
    await runOnce(work, 'second', 'work-private');
    const cuts = await withEveryCut(
      () => Promise.resolve(),
      () => sessions.prepare(work),
      async () => {
        expect(lvm.get('work-private').content).toBe('second');
        await runOnce(work, 'third', 'work-private');
        expect(lvm.get('work-private').content).toBe('third');
        const before = lvm.get(`work-private.rev-${generation('work-private') - 1}`);
        expect(before.content).toBe('second');
        expect(names()).not.toContain('work-root');
        expect(names().filter((name) => name.includes('.rev-'))).toHaveLength(1);
      },
    );
    expect(cuts).toBe(3);
  });

  test('of a start after a crash, what the crashed guest wrote is there, and what was before it', async () => {
    await sessions.prepare(work);
    write('second', 'work-private');
    const cuts = await withEveryCut(
      () => Promise.resolve(),
      () => sessions.prepare(work),
      async () => {
        expect(lvm.get('work-private').content).toBe('second');
        expect(lvm.get('work-private.rev-0').content).toBe('first');
        expect((await sessions.prepare(work)).ok).toBe(true);
        expect(lvm.get('work-private').content).toBe('second');
        expect(lvm.get(`work-private.rev-${generation('work-private')}`).content).toBe('second');
      },
    );
    expect(cuts).toBe(5);
  });

  test('of a stop, the next start counts the session once and no state is lost', async () => {
    await runOnce(work, 'second', 'work-private');
    const cuts = await withEveryCut(
      async () => {
        await sessions.prepare(work);
        write('third', 'work-private');
      },
      () => sessions.release(work),
      async () => {
        expect(lvm.get('work-private').content).toBe('third');
        expect(lvm.get('work-private.rev-1').content).toBe('second');
        expect((await sessions.prepare(work)).ok).toBe(true);
        expect(generation('work-private')).toBe(2);
        expect(lvm.get('work-private.rev-2').content).toBe('third');
        expect((await sessions.release(work)).ok).toBe(true);
        expect(names()).toEqual(['fc20-private', 'fc20-root', 'work-private', 'work-private.rev-2']);
      },
    );
    expect(cuts).toBe(3);
  });

  test('of a template’s stop, its children start from the old root or from the new one, never from a mixture', async () => {
    await withEveryCut(
      async () => {
        await sessions.prepare(template);
        write('updated', 'fc20-root');
      },
      () => sessions.release(template),
      async () => {
        await sessions.prepare(work);
        const count = generation('fc20-root');
        expect(lvm.get('work-root').content).toBe(count === 0 ? 'first' : 'updated');
        expect(fromOf(lvm.get('work-root'))).toBe(fromUuid('fc20-root', count));
      },
    );
  });
});
