import { expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { commandLine, type Command } from '../../exec/command.ts';
import {
  activateVolume,
  changeTags,
  createInactiveSnapshot,
  createSnapshot,
  createThinVolume,
  extendVolume,
  putAway,
  removeTag,
  removeVolume,
  renameVolume,
  reportAutoextendThreshold,
  reportMembers,
  reportVolumes,
} from './lvm-commands.ts';

const pool = { vg: 'qubes_dom0', name: 'pool0' };
const volume = { vg: 'qubes_dom0', name: 'work-private' };
const jobTag = 'qubes-storage.job=abc-1234';

test.each<[string, Command, string]>([
  [
    'a report asks for bytes as bare numbers, hidden volumes too',
    reportVolumes(['lv_name', 'lv_size']),
    '/usr/sbin/lvs --all --reportformat=json --units=b --nosuffix --options=lv_name,lv_size',
  ],
  [
    'physical volumes are asked for with their volume group',
    reportMembers(),
    "/usr/sbin/pvs --noheadings '--separator=|' --options=pv_name,vg_name",
  ],
  [
    'the threshold is asked for with its default',
    reportAutoextendThreshold(),
    '/usr/sbin/lvmconfig --type=full activation/thin_pool_autoextend_threshold',
  ],
  [
    'a thin volume is made active, unwiped, in bytes and tagged at once',
    createThinVolume(pool, 'work-private.job-abc-1234', gib(2), ['qubes-storage.vm=work', jobTag]),
    '/usr/sbin/lvcreate --quiet --yes --thin --setactivationskip=n --activate=y --wipesignatures=n ' +
      '--name=work-private.job-abc-1234 --virtualsize=2147483648b --addtag=qubes-storage.vm=work ' +
      '--addtag=qubes-storage.job=abc-1234 -- qubes_dom0/pool0',
  ],
  [
    'a snapshot has no size, and is active',
    createSnapshot({ vg: 'qubes_dom0', name: 'fc20-root' }, 'personal-root', ['qubes-storage.vm=personal']),
    '/usr/sbin/lvcreate --quiet --yes --snapshot --setactivationskip=n --activate=y --name=personal-root ' +
      '--addtag=qubes-storage.vm=personal -- qubes_dom0/fc20-root',
  ],
  [
    'a snapshot that only keeps what is stays inactive',
    createInactiveSnapshot(volume, 'work-private.rev-3', ['qubes-storage.revision=3']),
    '/usr/sbin/lvcreate --quiet --yes --snapshot --setactivationskip=y --activate=n --name=work-private.rev-3 ' +
      '--addtag=qubes-storage.revision=3 -- qubes_dom0/work-private',
  ],
  [
    'a volume is renamed within its volume group',
    renameVolume(volume, 'work-private-old'),
    '/usr/sbin/lvrename --quiet --yes -- qubes_dom0 work-private work-private-old',
  ],
  [
    'a volume is extended to so many bytes',
    extendVolume(volume, gib(4)),
    '/usr/sbin/lvextend --quiet --yes --size=4294967296b -- qubes_dom0/work-private',
  ],
  ['a volume is removed', removeVolume(volume), '/usr/sbin/lvremove --quiet --yes --force -- qubes_dom0/work-private'],
  [
    'a volume is activated even if lvm2 would skip it',
    activateVolume(volume),
    '/usr/sbin/lvchange --quiet --yes --activate=y --ignoreactivationskip -- qubes_dom0/work-private',
  ],
  [
    'one tag is taken off',
    removeTag(volume, jobTag),
    '/usr/sbin/lvchange --quiet --deltag=qubes-storage.job=abc-1234 -- qubes_dom0/work-private',
  ],
  [
    'tags are added and taken off at once',
    changeTags(volume, { add: ['qubes-storage.generation=4'], remove: ['qubes-storage.dirty'] }),
    '/usr/sbin/lvchange --quiet --addtag=qubes-storage.generation=4 --deltag=qubes-storage.dirty -- qubes_dom0/work-private',
  ],
  [
    'what keeps a state is put away for every boot',
    putAway({ vg: 'qubes_dom0', name: 'work-private.rev-3' }),
    '/usr/sbin/lvchange --quiet --yes --activate=n --setactivationskip=y -- qubes_dom0/work-private.rev-3',
  ],
])('%s', (_sentence, command, expected) => {
  expect(commandLine(command)).toBe(expected);
});
