import { truncate } from 'node:fs/promises';
import { bytes } from '#shared/base/bytes.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { statOrNull } from './file-stat.ts';
import { cowPathOf, ensureCow } from './root-cow.ts';
import { fitVolatile } from './volatile-image.ts';

/**
 * Makes what core-2 wants beside the root image of a template, where it is missing or too small: the record of what the
 * template has changed of it, and the volatile image of its children. Throws what the file system says.
 */
export async function completeTemplate(runner: CommandRunner, rootPath: string): Promise<Result<void, Failure>> {
  const root = await statOrNull(rootPath);
  if (root === null) return done;
  await ensureCow(rootPath);
  const cow = await statOrNull(cowPathOf(rootPath));
  if (cow !== null && cow.size < root.size) await truncate(cowPathOf(rootPath), Number(root.size));
  return fitVolatile(runner, rootPath, bytes(Number(root.size)));
}
