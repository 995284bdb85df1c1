import type { Bytes } from '#shared/base/bytes.ts';
import type { Command } from '../exec/command.ts';

/** Every dmsetup and losetup command that we run for the versions of a root. */

const dmsetup = (...args: readonly string[]): Command => ({ program: '/usr/sbin/dmsetup', args });
const losetup = (...args: readonly string[]): Command => ({ program: '/usr/sbin/losetup', args });

const sectorBytes = 512;
/** As core-2's script has it: exceptions that outlive the machine, in chunks of 128 KiB. */
const persistence = 'P 256';

const sectors = (size: Bytes): number => Math.floor(size / sectorBytes);

export const versionTable = (size: Bytes, root: string, cow: string): string =>
  `0 ${sectors(size)} snapshot ${root} ${cow} ${persistence}`;

export const originTable = (size: Bytes, root: string): string => `0 ${sectors(size)} snapshot-origin ${root}`;

/** Puts what the COW holds back into the root, at once and by itself; the COW says at every moment what is left. */
export const mergeTable = (size: Bytes, root: string, cow: string): string =>
  `0 ${sectors(size)} snapshot-merge ${root} ${cow} ${persistence}`;

export const reportTables = (): Command => dmsetup('table');

export const reportOpenCounts = (): Command =>
  dmsetup('info', '--columns', '--noheadings', '--separator=|', '--options=name,open');

export const reportStatus = (name: string): Command => dmsetup('status', '--', name);

export const createDevice = (name: string, table: string): Command => dmsetup('create', `--table=${table}`, '--', name);

export const removeDevice = (name: string): Command => dmsetup('remove', '--retry', '--', name);

export const reportLoops = (path: string): Command =>
  losetup('--noheadings', '--output=NAME,RO,OFFSET,SIZELIMIT', '--associated', path);

export const createLoop = (path: string): Command => losetup('--find', '--show', '--', path);

export const detachLoop = (device: string): Command => losetup('--detach', device);
