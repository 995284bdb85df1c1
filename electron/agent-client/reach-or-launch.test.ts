import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchProcess } from './launch-process.ts';
import { reachOrLaunch, type LaunchableAgent } from './reach-or-launch.ts';

async function socketPath(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'reach-or-launch-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return join(dir, 'agent.sock');
}

async function listen(path: string): Promise<void> {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

/** What a killed agent leaves: the socket's file, and nobody behind it. */
async function abandonSocket(path: string): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await launchProcess(process.execPath, ['-e', script]).ended;
}

const reach = (path: string, given: Partial<LaunchableAgent> = {}): LaunchableAgent => ({
  socketPath: path,
  mayLaunch: true,
  launchAgent: () => {
    throw new Error('no agent was to be started');
  },
  commandLine: 'qubes-storage ls',
  ...given,
});

test('an agent that runs is used', async () => {
  const path = await socketPath();
  await listen(path);
  const agent = await reachOrLaunch(reach(path));
  expect(agent).toMatchObject({ ok: true });
  if (agent.ok) agent.value.close();
});

test('where there is none, root starts one and waits for it', async () => {
  const path = await socketPath();
  const launchAgent = (): { ended: Promise<string> } => {
    setTimeout(() => void listen(path), 250);
    return { ended: new Promise(() => undefined) };
  };
  const agent = await reachOrLaunch(reach(path, { launchAgent }));
  expect(agent).toMatchObject({ ok: true });
  if (agent.ok) agent.value.close();
});

test('others are told what to type', async () => {
  const path = await socketPath();
  expect(await reachOrLaunch(reach(path, { mayLaunch: false }))).toEqual({
    ok: false,
    error: { code: 'needs-root', program: 'qubes-storage ls' },
  });
});

test('an agent that died is waited for before another is started', async () => {
  const path = await socketPath();
  await abandonSocket(path);
  setTimeout(() => {
    void rm(path).then(() => listen(path));
  }, 200);
  const agent = await reachOrLaunch(reach(path));
  expect(agent).toMatchObject({ ok: true });
  if (agent.ok) agent.value.close();
});

test('an agent that ends at once is told with its status', async () => {
  const path = await socketPath();
  const launchAgent = (): { ended: Promise<string> } => launchProcess(process.execPath, ['-e', 'process.exit(3)']);
  expect(await reachOrLaunch(reach(path, { launchAgent }))).toEqual({
    ok: false,
    error: { code: 'agent-unreachable', socket: path, detail: 'it ended at once (status 3)' },
  });
});

test('waiting can be given up', async () => {
  const path = await socketPath();
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 150);
  const launchAgent = (): { ended: Promise<string> } => ({ ended: new Promise(() => undefined) });
  expect(await reachOrLaunch(reach(path, { launchAgent, signal: controller.signal }))).toEqual({
    ok: false,
    error: { code: 'cancelled' },
  });
});
