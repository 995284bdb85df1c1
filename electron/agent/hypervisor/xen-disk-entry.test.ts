import { expect, test } from 'vitest';
import type { DiskSource } from '../storage/volume-sessions.ts';
import { xenDiskEntry } from './xen-disk-entry.ts';

const layers = { path: '/t/root.img', cowPath: '/t/root-cow.img' };

test.each<[DiskSource, boolean, string]>([
  [{ kind: 'block', path: '/dev/qubes_dom0/work-root' }, false, 'phy:/dev/qubes_dom0/work-root,xvda,w'],
  [{ kind: 'image', path: '/vm/root.img' }, false, 'script:file:/vm/root.img,xvda,w'],
  [{ kind: 'image', path: '/vm/root.img' }, true, 'script:file:/vm/root.img,xvda,r'],
  [{ kind: 'origin', ...layers }, false, 'script:origin:/t/root.img:/t/root-cow.img,xvda,w'],
  [{ kind: 'snapshot', ...layers }, true, 'script:snapshot:/t/root.img:/t/root-cow.img,xvda,r'],
])('as core-2 writes it: %o', (source, isReadOnly, entry) => {
  expect(xenDiskEntry({ frontend: 'xvda', source, isReadOnly })).toBe(entry);
});
