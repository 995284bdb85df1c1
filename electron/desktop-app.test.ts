import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import { agentProtocol } from '#shared/contract/agent-contract.ts';
import { windowStateSchema } from '#shared/contract/window-contract.ts';
import { defaultPreferences } from '#shared/domain/preferences.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { startDesktopApp } from './desktop-app.ts';
import type { AgentConnection } from './agent-client/agent-connection.ts';
import type { DesktopHost, WindowOptions } from './host/desktop-host.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'desktop-app-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A desktop that the test plays: it asks as the page would, and closes the window as a user would. */
function aHost() {
  const sent: string[] = [];
  let close: () => void = () => undefined;
  let options: WindowOptions | undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const closeNow = (): Promise<void> => {
    close();
    return closed;
  };
  const host: DesktopHost = {
    kind: 'chromium',
    openWindow: (wanted) => {
      options = wanted;
      const send = (event: string): void => void sent.push(event);
      return Promise.resolve(ok({ send, focus: () => undefined, close: closeNow, closed }));
    },
  };
  const ask = (name: string, input: unknown): Promise<unknown> =>
    options?.answer(name, input) ?? Promise.reject(new Error('no window yet'));
  return { host, sent, ask, closeNow };
}

const snapshot = {
  protocol: agentProtocol,
  agent: { version: '1', hostName: 'dom0', processId: 1 },
  sequence: 4,
  inventory: { takenAt: '2026-01-01T00:00:00.000Z', vms: [], pools: [], problems: [] },
  jobs: [],
};

function anAgent(): AgentConnection {
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  return { request: () => Promise.resolve(ok(snapshot) as never), on: () => () => undefined, closed, close };
}

const start = (host: DesktopHost, outcome: Awaited<ReturnType<Parameters<typeof startDesktopApp>[0]['reach']>>) =>
  startDesktopApp({
    host,
    system: 'sandbox',
    reach: () => Promise.resolve(outcome),
    folders: { configDir: join(dir, 'config'), cacheDir: join(dir, 'cache') },
    reportDefect: ({ cause }) => {
      throw cause;
    },
  });

test('the page gets its state, its preferences are kept, and the next window starts from what this one saw', async () => {
  const { host, ask, sent, closeNow } = aHost();
  const app = await start(host, ok(anAgent()));
  if (!app.ok) throw new Error(app.error.code);
  await vi.waitFor(() => expect(sent).toContain('connection.changed'));
  const dark = { ...defaultPreferences, theme: 'dark' };
  expect(await ask('preferences.set', dark)).toEqual(ok({}));
  expect(await ask('window.reconnect', {})).toEqual(ok({}));
  expect(await ask('window.state', {})).toEqual(
    ok({ connection: { state: 'ready', system: 'sandbox' }, snapshot, preferences: dark }),
  );
  await closeNow();
  await app.value.ended;
  expect(JSON.parse(await readFile(join(dir, 'config', 'preferences.json'), 'utf8'))).toEqual(dark);

  const next = aHost();
  const unreachable: Failure = { code: 'agent-gone' };
  const second = await start(next.host, err(unreachable));
  if (!second.ok) throw new Error(second.error.code);
  const state = (await next.ask('window.state', {})) as { value: unknown };
  expect(windowStateSchema.parse(state.value)).toMatchObject({ snapshot, preferences: dark });
  await next.closeNow();
  await second.value.ended;
});

test('without a window there is no application, and the agent is left', async () => {
  const agent = anAgent();
  const missing: Failure = { code: 'program-missing', program: 'chromium' };
  const host: DesktopHost = { kind: 'chromium', openWindow: () => Promise.resolve(err(missing)) };
  expect(await start(host, ok(agent))).toEqual(err(missing));
  await agent.closed;
});
