import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { detectSystem } from './agent-client/detect-system.ts';
import { startDesktopApp, type DesktopApp } from './desktop-app.ts';
import type { DesktopHost, HostWindow } from './host/desktop-host.ts';
import type { ReachAgent } from './ipc/agent-relay.ts';
import type { ReportDefect } from './ipc/serve-window.ts';
import { readLaunchOptions, type LaunchOptions } from './launch-options.ts';
import type { UserFolders } from './user-folders.ts';
import type { SystemKind } from '#shared/domain/system.ts';

export interface DesktopProgram {
  readonly args: readonly string[];
  /** False where the host puts switches of its own among the arguments. */
  readonly isStrict: boolean;
  readonly folders: UserFolders;
  readonly createHost: (options: LaunchOptions) => Promise<DesktopHost>;
  readonly reachFor: (system: SystemKind, options: LaunchOptions) => ReachAgent;
  readonly onOpened?: (window: HostWindow) => void;
}

/** The window as a program: answers its exit status once the window is closed, by its user or by SIGINT, SIGTERM or SIGHUP. */
export async function runDesktop(program: DesktopProgram): Promise<number> {
  const options = readLaunchOptions(program.args, { isStrict: program.isStrict });
  if (!options.ok) return complain(options.error, 2);
  const app = await openApp(program, options.value);
  if (!app.ok) return complain(app.error, 1);
  const { window, ended } = app.value;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void window.close());
  program.onOpened?.(window);
  await ended;
  return 0;
}

async function openApp(program: DesktopProgram, options: LaunchOptions): Promise<Result<DesktopApp, Failure>> {
  const system = detectSystem(options);
  const reach = program.reachFor(system, options);
  const host = await program.createHost(options);
  return startDesktopApp({ host, system, reach, folders: program.folders, reportDefect });
}

/** Defects go to the log that a desktop keeps of what its programs print. */
const reportDefect: ReportDefect = ({ reference, at, cause }) => {
  const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  process.stderr.write(`defect ${reference} at ${at}: ${detail}\n`);
};

function complain(failure: Failure, exitCode: number): number {
  process.stderr.write(`${failureText(failure)}\n`);
  return exitCode;
}
