import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Command } from '../exec/command.ts';
import type { CommandRunner } from '../exec/command-runner.ts';

export interface FileSystem {
  readonly type: string;
  readonly label: string | null;
  readonly uuid: string | null;
}

/** blkid(8) says this when it found nothing on any of the devices. */
const nothingFound = 2;

/** blkid rather than lsblk, which asks udev: there is none in the box, and lsblk of Fedora 20 prints no JSON. */
export const probeDevices = (paths: readonly string[]): Command => ({
  program: '/usr/sbin/blkid',
  // Without its cache, which knows the stick of yesterday.
  args: ['-c', '/dev/null', '-o', 'export', '-s', 'TYPE', '-s', 'LABEL', '-s', 'UUID', '--', ...paths],
});

/** What is on the devices, by path; a device that nothing is known of is not among them. */
export async function fileSystemsOn(
  runner: CommandRunner,
  paths: readonly string[],
): Promise<Result<ReadonlyMap<string, FileSystem>, Failure>> {
  if (paths.length === 0) return ok(new Map());
  const output = await runner.run(probeDevices(paths));
  if (output.ok) return ok(parseBlkid(output.value));
  return output.error.code === 'command-failed' && output.error.exitCode === nothingFound ? ok(new Map()) : output;
}

/** A paragraph for each device, `NAME=value` a line. */
export function parseBlkid(text: string): ReadonlyMap<string, FileSystem> {
  const found = new Map<string, FileSystem>();
  for (const paragraph of text.split('\n\n')) {
    const lines = paragraph.split('\n').map((line) => /^([A-Z]+)=(.*)$/.exec(line));
    const values = new Map(lines.flatMap((match) => (match === null ? [] : [[match[1], unescaped(match[2] ?? '')]])));
    const path = values.get('DEVNAME');
    const type = values.get('TYPE');
    if (path === undefined || type === undefined) continue;
    found.set(path, { type, label: values.get('LABEL') ?? null, uuid: values.get('UUID') ?? null });
  }
  return found;
}

/**
 * blkid writes a backslash before what a shell would read, and bytes that are no ASCII as `M-` and a letter, which it does not
 * mark. Only what becomes proper UTF-8 by undoing that was meant so: `RAM-DISK` stays as it is.
 */
function unescaped(value: string): string {
  const plain = value.replaceAll(/\\(.)/g, '$1');
  const bytes = plain.replaceAll(/M-\^(.)|M-(.)|\^(.)/g, (_match, high?: string, letter?: string, low?: string) => {
    if (high !== undefined) return byteOf(high, 0xc0);
    return letter !== undefined ? byteOf(letter, 0x80) : byteOf(low ?? '', 0x40);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return plain;
  }
}

const byteOf = (letter: string, flipped: number): string => String.fromCharCode(letter.charCodeAt(0) ^ flipped);
