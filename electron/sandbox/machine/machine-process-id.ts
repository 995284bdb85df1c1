import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 2_000;

/** bwrap's `--info-fd` gives `{"child-pid": N}`: the jail's first process, as the host numbers it. */
export function parseJailPid(info: string): number | undefined {
  const pid = /"child-pid":\s*(\d+)/.exec(info)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The main process of the machine: the only child of the jail's first process. Undefined when the jail ends before there is one. */
export async function findMachinePid(jailPid: number): Promise<number | undefined> {
  const childrenPath = `/proc/${jailPid}/task/${jailPid}/children`;
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const children = await readFile(childrenPath, 'utf8').catch(() => undefined);
    if (children === undefined) return undefined;
    const pid = Number.parseInt(children, 10);
    if (!Number.isNaN(pid)) return pid;
    await sleep(10);
  }
  return undefined;
}
