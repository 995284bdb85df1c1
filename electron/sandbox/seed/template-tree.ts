import { mib } from '#shared/base/bytes.ts';
import type { Content, Tree } from './seed-content.ts';
import { magic, noise, prose, text } from './seed-content.ts';
import { kernelVersion } from './seed-vms.ts';

const elf = '\x7fELF\x02\x01\x01';
const release = `${kernelVersion}.pvops.qubes.x86_64`;

/** Programs and libraries: what fills a real system, in files of a real system's sizes. */
const binaries: Readonly<Record<string, number>> = {
  'usr/lib64/libc-2.18.so': 2,
  'usr/lib64/libcrypto.so.1.0.1e': 2,
  'usr/lib64/libgtk-3.so.0.1000.4': 6,
  'usr/lib64/libLLVM-3.3.so': 20,
  'usr/lib64/firefox/libxul.so': 32,
  'usr/lib64/libreoffice/program/libmergedlo.so': 24,
  'usr/bin/python2.7': 4,
  'usr/bin/bash': 1,
};

const programs: Tree = Object.fromEntries(
  Object.entries(binaries).map(([path, sizeMib]): [string, Content] => [path, magic(elf, mib(sizeMib))]),
);

/** The root file system of a Fedora 20 template: about 150 MiB, two thirds of them incompressible. */
export const templateTree: Tree = {
  'etc/os-release': text(
    'NAME=Fedora',
    'VERSION="20 (Heisenbug)"',
    'ID=fedora',
    'VERSION_ID=20',
    'PRETTY_NAME="Fedora 20 (Heisenbug)"',
    'HOME_URL="https://fedoraproject.org/"',
  ),
  'etc/fedora-release': text('Fedora release 20 (Heisenbug)'),
  'etc/hostname': text('fedora-20-x64'),
  'etc/hosts': text('127.0.0.1 localhost'),
  'etc/passwd': text('root:x:0:0:root:/root:/bin/bash', 'user:x:1000:1000:user:/home/user:/bin/bash'),
  'etc/group': text('root:x:0:', 'qubes:x:98:user', 'user:x:1000:'),
  'etc/fstab': text(
    '/dev/mapper/dmroot /                ext4  defaults,discard,noatime 1 1',
    '/dev/xvdb          /rw              ext4  noauto,defaults,discard  1 2',
    '/dev/xvdc1         swap             swap  defaults                 0 0',
    '/dev/xvdd          /lib/modules     ext3  defaults                 0 0',
  ),
  'etc/yum.repos.d/fedora.repo': text('[fedora]', 'name=Fedora 20 - x86_64', 'enabled=1', 'gpgcheck=1'),
  'etc/yum.repos.d/qubes-r2.repo': text(
    '[qubes-vm-r2-current]',
    'name=Qubes OS Repository for VM',
    'enabled=1',
    'gpgcheck=1',
  ),
  [`boot/vmlinuz-${release}`]: magic('MZ', mib(5)),
  [`boot/initramfs-${release}.img`]: magic('\x1f\x8b\x08', mib(8)),
  [`boot/config-${release}`]: text('CONFIG_XEN=y', 'CONFIG_DM_THIN_PROVISIONING=m', 'CONFIG_EXT4_FS=y'),
  ...programs,
  'var/lib/rpm/Packages': noise(mib(12)),
  'var/cache/yum/fedora/primary.sqlite': noise(mib(8)),
  'var/log/messages': prose(mib(6)),
  'usr/share/doc/qubes/README': prose(mib(4)),
  'usr/share/locale/locale-archive': prose(mib(16)),
  'home.orig/user/.bashrc': text('# .bashrc', 'alias ls="ls --color=auto"'),
  'rw/README': text('/dev/xvdb is mounted here.'),
};
