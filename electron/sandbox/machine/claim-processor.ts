import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockExclusive } from '../../native/libc.ts';
import { defaultSandboxDir } from '../sandbox-paths.ts';

/** A processor for one machine, until it is given back; the kernel does that when the process dies. */
export interface ProcessorClaim {
  readonly processor: number;
  readonly release: () => void;
}

/** As many machines of one person on each processor have a claim; what is more runs wherever the kernel likes. */
const mostPerProcessor = 16;

/** Its user's own, where nobody else can put anything. */
const claimsDir = (): string => join(dirname(defaultSandboxDir()), 'processors');

/** The processors that `/proc/PID/status` allows, of a list like `0-2,5`; none where the kernel does not tell. */
export function allowedProcessors(status: string): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
  return (list?.split(',') ?? []).flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/**
 * The processor with the fewest machines, one place of which is locked for as long as the machine runs: of two machines that
 * start at the same moment each gets its own. User-Mode Linux is two processes that wait for each other at every page fault
 * and system call; on one processor they do so without waking another one up, which makes a machine that is alone two to
 * three times as fast (`lvs` 0.36 s against 0.13 s). Where no claim can be made, as in a home that cannot be written to, a
 * machine starts without one.
 */
export const claimProcessor = (dir = claimsDir()): Promise<ProcessorClaim | undefined> =>
  claimIn(dir).catch(() => undefined);

async function claimIn(dir: string): Promise<ProcessorClaim | undefined> {
  const processors = allowedProcessors(await readFile('/proc/self/status', 'utf8'));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (let place = 0; place < mostPerProcessor; place += 1) {
    for (const processor of processors) {
      const fd = openSync(join(dir, `${processor}.${place}`), 'a', 0o600);
      if (lockExclusive(fd)) return { processor, release: () => closeSync(fd) };
      closeSync(fd);
    }
  }
  return undefined;
}
