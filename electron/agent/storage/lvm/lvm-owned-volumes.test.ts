import { beforeEach, describe, expect, test } from 'vitest';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { OwnedVolume } from '../owned-volumes.ts';
import { LvmOwnedVolumes } from './lvm-owned-volumes.ts';
import { jobTag, roleTag, vmTag } from './ownership-tags.ts';
import { revisionTag } from './session-tags.ts';
import { FakeLvm, PowerCut } from './testing/fake-lvm.ts';

const work = 'work' as VmName;
const job = 'job' as VmName;
const ofWork = [roleTag('private'), vmTag(work)];
const own = [
  { role: 'root', isSnapshot: true },
  { role: 'private', isSnapshot: false },
] as const;

let lvm: FakeLvm;
let volumes: LvmOwnedVolumes;

beforeEach(() => {
  lvm = new FakeLvm();
  volumes = new LvmOwnedVolumes(lvm);
  lvm.add('work-private', ofWork, 'now');
  lvm.add('work-private.rev-3', [...ofWork, revisionTag(3)], 'before');
  lvm.add('other-private', [vmTag('other' as VmName), roleTag('private')], 'of others');
});

async function found(vm: VmName, roles = own): Promise<readonly OwnedVolume[]> {
  const result = await volumes.of(new Map([[vm, roles]]));
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
const kinds = async (...roles: Parameters<typeof found>): Promise<readonly (readonly string[])[]> =>
  (await found(...roles)).map(({ path, kind, ending }) => [path, kind, ending]);

const all = () => Object.fromEntries(structuredClone(lvm.volumes));

describe('a VM’s volumes', () => {
  test('are those with its tags: what it uses, older states, what jobs have left behind', async () => {
    lvm.add('work-private.job-x1', [...ofWork, jobTag('x1' as JobId)], 'half');
    lvm.add('renamed-by-hand', [vmTag(work), roleTag('root')], 'root');
    expect(await kinds(work)).toEqual([
      ['/dev/qubes_dom0/work-private', 'main', ''],
      ['/dev/qubes_dom0/work-private.rev-3', 'revision', '.rev-3'],
      ['/dev/qubes_dom0/work-private.job-x1', 'leftover', '.job-x1'],
      ['/dev/qubes_dom0/renamed-by-hand', 'main', ''],
    ]);
  });

  test('without tags are those whose name is exactly that of a role that the VM has there', async () => {
    lvm.add('job-private', [], 'of the original patch set');
    lvm.add('job-private-old', [], 'somebody’s');
    lvm.add('my-job-private', [], 'somebody’s');
    expect(await kinds(job)).toEqual([['/dev/qubes_dom0/job-private', 'main', '']]);
    expect(await kinds(job, [] as unknown as typeof own)).toEqual([['/dev/qubes_dom0/job-private', 'namesake', '']]);
  });

  test('a root that may be somebody’s only copy is not its', async () => {
    lvm.add('job-root', [], 'a standalone’s, once');
    expect(await kinds(job)).toEqual([['/dev/qubes_dom0/job-root', 'namesake', '']]);
    lvm.add('fc20-root', [], 'the template’s');
    lvm.get('job-root').originUuid = lvm.get('fc20-root').uuid;
    expect(await kinds(job)).toEqual([['/dev/qubes_dom0/job-root', 'main', '']]);
  });

  test('those that another VM has by tag are not its, whatever they are called', async () => {
    lvm.add('job-private', [vmTag('other' as VmName), roleTag('private')], 'of others');
    expect(await found(job)).toEqual([]);
  });
});

describe('renaming', () => {
  const target = { vm: job, role: 'private' } as const;
  let uuid: string;
  beforeEach(() => {
    uuid = lvm.get('work-private').uuid;
  });

  test('changes tags and name, all others stay, and it can be done again', async () => {
    lvm.get('work-private').tags.push('mine', 'qubes-storage.generation=4');
    for (let time = 0; time < 2; time += 1) {
      expect((await volumes.rename(uuid, target, '/dev/qubes_dom0/job-private')).ok).toBe(true);
    }
    expect(lvm.get('job-private')).toMatchObject({ content: 'now' });
    expect(lvm.get('job-private').tags).toEqual([
      'mine',
      'qubes-storage.generation=4',
      'qubes-storage.role=private',
      'qubes-storage.vm=job',
    ]);
  });

  test.each([0, 1, 2])('cut off after %d changes, it is done or taken back later', async (changes) => {
    const before = all();
    lvm.changesLeft = changes;
    await volumes.rename(uuid, target, '/dev/qubes_dom0/job-private').catch((error: unknown) => {
      expect(error).toBeInstanceOf(PowerCut);
    });
    lvm.changesLeft = Infinity;
    const known = [...(await found(work)), ...(await found(job))];
    expect(known.map((volume) => volume.identity)).toContain(uuid);
    const back = await volumes.rename(uuid, { vm: work, role: 'private' }, '/dev/qubes_dom0/work-private');
    expect(back.ok).toBe(true);
    expect(all()).toEqual(before);
  });

  test('adopts what had no tags, and takes them off again', async () => {
    lvm.add('old-private', [], 'of the original patch set');
    uuid = lvm.get('old-private').uuid;
    await volumes.rename(uuid, target, '/dev/qubes_dom0/job-private');
    expect(lvm.get('job-private').tags).toHaveLength(2);
    await volumes.rename(uuid, null, '/dev/qubes_dom0/old-private');
    expect(lvm.get('old-private').tags).toEqual([]);
  });

  test('what is gone is no failure, a name that is taken is', async () => {
    expect((await volumes.rename('gone', target, '/dev/qubes_dom0/x')).ok).toBe(true);
    expect((await volumes.rename(uuid, target, '/dev/qubes_dom0/other-private')).ok).toBe(false);
    expect(lvm.get('other-private').content).toBe('of others');
  });
});

describe('removing', () => {
  test('takes the volume of that identity, whatever it is called, and can be done again', async () => {
    const { uuid } = lvm.get('work-private.rev-3');
    for (let time = 0; time < 2; time += 1) expect((await volumes.remove(work, uuid)).ok).toBe(true);
    expect([...lvm.volumes.keys()]).toEqual(['work-private', 'other-private']);
  });

  test.each([
    ['another VM’s', 'other-private'],
    ['a foreign', 'data'],
    ['a namesake’s', 'work-root'],
  ])('leaves %s volume', async (what, name) => {
    if (!lvm.volumes.has(name)) lvm.add(name, what.startsWith('a name') ? [vmTag(job), roleTag('root')] : [], '');
    expect(await volumes.remove(work, lvm.get(name).uuid)).toMatchObject({ error: { code: 'kept-changed' } });
    expect(lvm.volumes.has(name)).toBe(true);
  });

  test('waits for one that somebody has open, and takes it when it is let go', async () => {
    const volume = lvm.get('work-private');
    volume.isOpen = true;
    setTimeout(() => (volume.isOpen = false), 500);
    expect((await volumes.remove(work, volume.uuid)).ok).toBe(true);
    expect(lvm.volumes.has('work-private')).toBe(false);
  });

  test('but not for ever', async () => {
    const volume = lvm.get('work-private');
    volume.isOpen = true;
    expect(await volumes.remove(work, volume.uuid)).toMatchObject({ error: { code: 'volume-in-use' } });
    expect(lvm.get('work-private')).toBe(volume);
  }, 15_000);
});
