import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { systemKinds, type SystemKind } from '#shared/domain/system.ts';

export interface LaunchOptions {
  readonly system: SystemKind | undefined;
  /** Absolute; undefined is the sandbox in its default place. */
  readonly sandboxDir: string | undefined;
  readonly isHeadless: boolean;
}

/** Reads `--system`, `--sandbox DIR` and `--headless`. Electron adds switches of its own, which `isStrict: false` passes over. */
export function readLaunchOptions(
  args: readonly string[],
  { isStrict }: { readonly isStrict: boolean },
): Result<LaunchOptions, Failure> {
  const parsed = tryParse(args, isStrict);
  if (!parsed.ok) return parsed;
  const { system, sandbox, headless } = parsed.value;
  const kind = systemKinds.find((candidate) => candidate === system);
  if (system !== undefined && kind === undefined) {
    return err({ code: 'bad-request', detail: `--system is one of ${systemKinds.join(', ')}` });
  }
  const sandboxDir = typeof sandbox === 'string' ? resolve(sandbox) : undefined;
  return ok({ system: kind, sandboxDir, isHeadless: headless === true });
}

function tryParse(args: readonly string[], strict: boolean): Result<Record<string, unknown>, Failure> {
  const options = { system: { type: 'string' }, sandbox: { type: 'string' }, headless: { type: 'boolean' } } as const;
  try {
    return ok(parseArgs({ args: [...args], options, strict, allowPositionals: !strict }).values);
  } catch (error) {
    return err({ code: 'bad-request', detail: error instanceof Error ? error.message : String(error) });
  }
}
