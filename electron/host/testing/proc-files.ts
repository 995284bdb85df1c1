import { readdir, readFile, readlink } from 'node:fs/promises';

export interface FoundProcess {
  readonly pid: number;
  /** Its arguments, separated by NUL. */
  readonly line: string;
}

/** The processes that have `text` somewhere in their arguments. */
export async function processesWith(text: string): Promise<readonly FoundProcess[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => ({
      pid: Number(name),
      line: await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''),
    })),
  );
  return found.filter(({ line }) => line.includes(text));
}

/** Inodes of the sockets that a process holds. */
export async function socketsOf({ pid }: FoundProcess): Promise<readonly string[]> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Inodes of the TCP sockets in state LISTEN (0A), by proc(5). */
export async function listeningTcpSockets(): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  return new Set(rows.flatMap((row) => (row[3] === '0A' ? (row[9] ?? []) : [])));
}
