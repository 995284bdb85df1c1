import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { systemKinds, type SystemKind } from '#shared/domain/system.ts';

export interface LaunchOptions {
  readonly system: SystemKind | undefined;
  /** Absolute; undefined is the sandbox in its default place. */
  readonly sandboxDir: string | undefined;
  /** The socket of another qubesd than this machine's. Absolute. */
  readonly qubesdSocket: string | undefined;
  readonly isHeadless: boolean;
}

/** Reads `--system`, `--sandbox DIR`, `--qubesd-socket PATH` and `--headless`. Electron adds switches of its own, which `isStrict: false` passes over. */
export function readLaunchOptions(
  args: readonly string[],
  { isStrict }: { readonly isStrict: boolean },
): Result<LaunchOptions, Failure> {
  const parsed = tryParse(args, isStrict);
  if (!parsed.ok) return parsed;
  const { system, headless } = parsed.value;
  const path = (name: string): string | undefined => {
    const given = parsed.value[name];
    return typeof given === 'string' ? resolve(given) : undefined;
  };
  const kind = systemKinds.find((candidate) => candidate === system);
  if (system !== undefined && kind === undefined) {
    return err({ code: 'bad-request', detail: `--system is one of ${systemKinds.join(', ')}` });
  }
  const [sandboxDir, qubesdSocket] = [path('sandbox'), path('qubesd-socket')];
  return ok({ system: kind, sandboxDir, qubesdSocket, isHeadless: headless === true });
}

function tryParse(args: readonly string[], strict: boolean): Result<Record<string, unknown>, Failure> {
  const text = { type: 'string' } as const;
  const options = { system: text, sandbox: text, 'qubesd-socket': text, headless: { type: 'boolean' } } as const;
  try {
    return ok(parseArgs({ args: [...args], options, strict, allowPositionals: !strict }).values);
  } catch (error) {
    return err({ code: 'bad-request', detail: error instanceof Error ? error.message : String(error) });
  }
}
