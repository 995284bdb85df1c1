import type { Command } from '../../exec/command.ts';

/** A template hands out its volatile image packed, since most of it is holes (facts/qubes-r2.md §2.2). */
export const volatileTar = 'clean-volatile.img.tar';

/** The archive lies beside what is packed. */
export const packImage = (dir: string, tarName: string, imageName: string): Command => ({
  program: '/usr/bin/tar',
  args: ['--create', '--sparse', `--file=${dir}/${tarName}`, `--directory=${dir}`, '--', imageName],
});

export const unpackImage = (tarPath: string, dir: string, imageName: string): Command => ({
  program: '/usr/bin/tar',
  args: ['--extract', '--no-same-owner', `--file=${tarPath}`, `--directory=${dir}`, '--', imageName],
});
