import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

const success = 0x30;
const exception = 0x32;

/** What later qubesds say where R4.2 and R4.3 close the connection without a byte. */
const spokenRefusals: readonly string[] = ['PermissionDenied', 'ProtocolError'];

/** The data of a finished reply to one call (not of a stream of events), or why there is none. */
export function readReply(call: string, reply: Buffer): Result<Buffer, Failure> {
  if (reply.length === 0) return err({ code: 'admin-refused', call, by: 'qubesd' });
  if (reply.length === 1) return err({ code: 'admin-cut-off', call });
  if (reply[1] !== 0) return unreadable(call, reply);
  if (reply[0] === success) return ok(reply.subarray(2));
  return reply[0] === exception ? err(readException(call, reply.subarray(2))) : unreadable(call, reply);
}

/** `TYPE\0TRACEBACK\0MESSAGE\0`, and after it what is to be put into the message. */
export function readException(call: string, data: Buffer): Failure {
  const fields = data.toString('utf8').split('\0');
  const [type, , message, ...values] = fields.slice(0, -1);
  if (type === undefined || message === undefined) return { code: 'admin-cut-off', call };
  if (type === 'PermissionDenied') return { code: 'admin-refused', call, by: 'policy' };
  if (spokenRefusals.includes(type)) return { code: 'admin-refused', call, by: 'qubesd' };
  return { code: 'admin-exception', call, type, message: formatted(message, values) };
}

/** The message is a template of printf: a percent sign of its own is written twice. */
function formatted(template: string, values: readonly string[]): string {
  const rest = [...values];
  return template.replaceAll(/%([%sdr])/g, (_, kind: string) => (kind === '%' ? '%' : (rest.shift() ?? '')));
}

const unreadable = (call: string, reply: Buffer) =>
  err({
    code: 'admin-reply-unreadable',
    call,
    detail: `it begins with ${JSON.stringify(reply.toString('latin1', 0, 20))}`,
  } as const);
