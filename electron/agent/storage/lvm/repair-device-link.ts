import { unlink } from 'node:fs/promises';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { FindingOf } from '#shared/domain/finding.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { linkTarget } from './device-links.ts';
import { makeDeviceNodes } from './lvm-commands.ts';

/** Has lvm2 make the links of its volumes, and removes one that leads nowhere even then: it is named after none. */
export async function repairDeviceLink(
  runner: CommandRunner,
  { path, volumeGroup }: FindingOf<'device-link-wrong'>,
): Promise<Result<void, Failure>> {
  const made = await runner.run(makeDeviceNodes(volumeGroup));
  if (!made.ok && !(made.error.code === 'command-failed' && made.error.exitCode === 5)) return made;
  try {
    if ((await linkTarget(path)) === null) await unlink(path);
    return done;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return err({ code: 'file-failed', path, detail: error.message });
  }
}
