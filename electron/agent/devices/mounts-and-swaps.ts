export interface Mount {
  /** `MAJOR:MINOR`; not that of a device with file systems such as btrfs, whose source is. */
  readonly deviceNumber: string;
  readonly source: string;
  readonly mountPoint: string;
}

/** proc(5), /proc/PID/mountinfo: fixed fields, any number of optional ones up to a hyphen, then type and source. */
export const parseMountInfo = (text: string): readonly Mount[] =>
  text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , deviceNumber, , mountPoint] = before.split(' ');
    const [, source] = after.split(' ');
    if (deviceNumber === undefined || mountPoint === undefined || source === undefined) return [];
    return [{ deviceNumber, source: unescaped(source), mountPoint: unescaped(mountPoint) }];
  });

/** The paths of /proc/swaps, below its title; files among them. */
export const parseSwaps = (text: string): readonly string[] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => unescaped(line.split(/\s/)[0] ?? ''))
    .filter((path) => path !== '');

/** The kernel writes what would split a line (spaces, tabs, newlines, backslashes) as octal numbers. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(parseInt(octal, 8)));
