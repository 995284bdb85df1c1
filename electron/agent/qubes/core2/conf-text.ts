import type { ConfNames, NameChange } from '../vm-confs.ts';

/** What can stand before and after a path in a configuration, as Python and Xen write it. */
const before = `(?<=^|[\\s'",:=])`;
const after = `(?=$|[\\s'",:/])`;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const alternatives = (changes: readonly NameChange[]): string => changes.map(({ from }) => escaped(from)).join('|');

const toOf = (changes: readonly NameChange[], found: string): string =>
  changes.find(({ from }) => from === found)?.to ?? found;

/** All names are changed in one pass: what a name becomes may be what another one was. */
export function withNames(text: string, { folders, volumes }: ConfNames): string {
  const moved =
    folders.length === 0
      ? text
      : text.replace(new RegExp(`${before}(?:${alternatives(folders)})${after}`, 'gm'), (found) =>
          toOf(folders, found),
        );
  if (volumes.length === 0) return moved;
  const device = new RegExp(`${before}(/dev/[^/\\s'",:]+/)(${alternatives(volumes)})${after}`, 'gm');
  return moved.replace(device, (_found, dir: string, name: string) => dir + toOf(volumes, name));
}

/** The name that Xen gives to the domain. */
export const withVmName = (text: string, { from, to }: NameChange): string =>
  text.replace(new RegExp(`^(\\s*name\\s*=\\s*(["']))${escaped(from)}\\2`, 'gm'), `$1${to}$2`);
