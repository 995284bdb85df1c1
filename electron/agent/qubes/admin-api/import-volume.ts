import type { Bytes } from '#shared/base/bytes.ts';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Command } from '../../exec/command.ts';
import type { StreamingRunner } from '../../exec/command-runner.ts';
import { readReply } from './read-reply.ts';

/** A program, not a call of qubesd's socket: in dom0 root starts it as qrexec would (facts §1.3). */
const importProgram = '/etc/qubes-rpc/admin.vm.volume.ImportWithSize';

interface ImportTarget {
  readonly vm: string;
  readonly volume: string;
}

export const importCommand = (
  { path, sizeBytes }: { readonly path: string; readonly sizeBytes: Bytes },
  { vm, volume }: ImportTarget,
  program = importProgram,
): Command => ({
  program,
  args: [volume],
  input: `${sizeBytes}\n`,
  inputFrom: { path, bytes: sizeBytes },
  environment: { QREXEC_REMOTE_DOMAIN: 'dom0', QREXEC_REQUESTED_TARGET: vm },
});

/** Hands qubesd all bytes of a volume, for one of the same size. What was in that one stays when it fails. */
export async function importVolume(
  runner: StreamingRunner,
  command: Command,
  { vm, volume }: ImportTarget,
  options: { readonly signal: AbortSignal },
): Promise<Result<void, Failure>> {
  const chunks: Buffer[] = [];
  const ended = await runner.stream(command, (chunk) => void chunks.push(chunk), options);
  if (!ended.ok) return ended;
  const call = `admin.vm.volume.ImportWithSize+${volume} on ${vm}`;
  if (ended.value !== 0) return err({ code: 'admin-cut-off', call });
  const reply = readReply(call, Buffer.concat(chunks));
  return reply.ok ? done : reply;
}
