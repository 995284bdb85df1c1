import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../exec/command-runner.ts';
import { createLoop, reportLoops } from './dm-commands.ts';

/** The loop device that has all of this file and can be written to: one that is there already, or a new one. */
export async function loopForFile(runner: CommandRunner, path: string): Promise<Result<string, Failure>> {
  const report = await runner.run(reportLoops(path));
  if (!report.ok) return report;
  const existing = parseLoops(report.value);
  if (existing !== undefined) return ok(existing);
  const created = await runner.run(createLoop(path));
  return created.ok ? ok(created.value.trim()) : created;
}

/** The first of the columns NAME, RO, OFFSET and SIZELIMIT that is a whole file, writable. */
export function parseLoops(report: string): string | undefined {
  const rows = report.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.find(([, ...facts]) => facts.length === 3 && facts.every((fact) => fact === '0'))?.[0];
}
