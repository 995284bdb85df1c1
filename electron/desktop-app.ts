import { join } from 'node:path';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { SystemKind } from '#shared/domain/system.ts';
import type { DesktopHost, HostWindow } from './host/desktop-host.ts';
import { AgentRelay, type ReachAgent } from './ipc/agent-relay.ts';
import { lastSnapshotIn } from './ipc/last-snapshot.ts';
import { openPreferences } from './ipc/preferences-store.ts';
import { sendEvent, serveWindow, windowChannels, type ReportDefect } from './ipc/serve-window.ts';
import { windowHandlers } from './ipc/window-handlers.ts';
import type { UserFolders } from './user-folders.ts';

export interface DesktopAppOptions {
  readonly host: DesktopHost;
  readonly system: SystemKind;
  readonly reach: ReachAgent;
  readonly folders: UserFolders;
  readonly reportDefect: ReportDefect;
}

export interface DesktopApp {
  readonly window: HostWindow;
  /** Settles when the window has gone and the agent was left: the process may end. */
  readonly ended: Promise<void>;
}

/** Opens the window and puts an agent behind it. Everything here is the same on every host. */
export async function startDesktopApp(options: DesktopAppOptions): Promise<Result<DesktopApp, Failure>> {
  const { host, system, reach, folders, reportDefect } = options;
  const preferences = await openPreferences(join(folders.configDir, 'preferences.json'));
  const lastSnapshot = lastSnapshotIn(join(folders.cacheDir, `last-snapshot-${system}.json`));

  let tellWindow: HostWindow['send'] = () => undefined;
  const emit = sendEvent((name, payload) => tellWindow(name, payload), reportDefect);
  const relay = new AgentRelay({ system, reach, remembered: await lastSnapshot.read(), emit });
  // The agent is on its way while the host still starts.
  const relayed = relay.run();

  const opened = await host.openWindow({
    title: 'Qubes Storage Manager',
    ...(preferences.current().windowSize ?? { width: 1280, height: 800 }),
    place: preferences.current().windowPlace,
    channels: windowChannels,
    answer: serveWindow(windowHandlers(relay, preferences), reportDefect),
  });
  if (!opened.ok) {
    relay.stop();
    await relayed;
    return opened;
  }
  const window = opened.value;
  tellWindow = (name, payload) => window.send(name, payload);
  const ended = window.closed.then(async () => {
    relay.stop();
    await relayed;
    if (relay.snapshot !== null) await lastSnapshot.save(relay.snapshot);
  });
  return ok({ window, ended });
}
