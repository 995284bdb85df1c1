import { readFile } from 'node:fs/promises';
import type * as z from 'zod';

/** Undefined when the file is missing, unreadable, or not of this shape: for files that we can do without. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
