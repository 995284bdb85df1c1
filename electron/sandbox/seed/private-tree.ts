import { bytes, kib } from '#shared/base/bytes.ts';
import type { Tree } from './seed-content.ts';
import { magic, noise, prose, text } from './seed-content.ts';
import type { SeedVm } from './seed-vms.ts';

/** The private volume of a VM: its home and its settings, `homeBytes` in all, give or take a few KiB. */
export function privateTree(vm: SeedVm): Tree {
  const part = (fraction: number) => bytes(Math.floor(vm.homeBytes * fraction));
  return {
    'home/user/.bash_history': text('ls', 'cd Documents', `echo ${vm.name}`),
    'home/user/Documents/notes.txt': text(`Notes of ${vm.name}`, '', 'Do not lose this file.'),
    'home/user/Documents/report.odt': magic('PK\x03\x04', part(0.2)),
    'home/user/Pictures/holiday-1.jpg': magic('\xff\xd8\xff\xe0', part(0.3)),
    'home/user/Pictures/holiday-2.jpg': magic('\xff\xd8\xff\xe0', part(0.2)),
    'home/user/Mail/inbox.mbox': prose(part(0.2)),
    'home/user/.gnupg/random_seed': noise(kib(4)),
    'home/user/.cache/thumbnails.db': noise(part(0.1)),
    'config/rc.local': text('#!/bin/sh', `# Runs when ${vm.name} starts.`),
    'usrlocal/bin/hello': text('#!/bin/sh', `echo hello from ${vm.name}`),
  };
}
