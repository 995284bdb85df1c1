import { open, readFile, rename } from 'node:fs/promises';
import * as z from 'zod';
import type { SandboxPaths } from './sandbox-paths.ts';

const recordSchema = z.object({
  version: z.literal(1),
  createdAt: z.string(),
  /** The tree it was made from; null for the example. */
  sourceDir: z.string().nullable(),
});
export type SandboxRecord = z.infer<typeof recordSchema>;

/** The record of a finished sandbox; undefined where there is none. */
export async function readRecord({ recordPath }: SandboxPaths): Promise<SandboxRecord | undefined> {
  const text = await readFile(recordPath, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

/** Once this returns, the sandbox exists, whatever happens to the machine. */
export async function writeRecord({ dir, recordPath }: SandboxPaths, record: SandboxRecord): Promise<void> {
  const partPath = `${recordPath}.part`;
  const file = await open(partPath, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(record, undefined, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(partPath, recordPath);
  const folder = await open(dir, 'r');
  await folder.sync();
  await folder.close();
}
