import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectAnswering } from './connect-answering.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

/** A relay that takes every connection, and has an agent behind it from the given connection on. */
async function relay(agentFrom: number): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'connect-answering-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  let connections = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if ((connections += 1) < agentFrom) {
      socket.end();
      return;
    }
    void (async () => {
      for await (const line of readJsonLines(socket, { maxLineBytes: 1024 })) {
        if (line.ok) void writeJsonLine(socket, { id: (line.value as { id: number }).id, ok: true, value: [] });
      }
    })();
  });
  onTestFinished(() => void server.close());
  const path = join(dir, 'agent.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

test('an agent that is being started again is waited for', async () => {
  const connection = await connectAnswering(await relay(3), {});
  if (!connection.ok) throw new Error(connection.error.code);
  expect(await connection.value.request('job.list', {})).toEqual({ ok: true, value: [] });
  connection.value.close();
});

test('but not for ever', async () => {
  expect(await connectAnswering(await relay(Infinity), { waitMs: 400 })).toEqual({
    ok: false,
    error: { code: 'agent-gone' },
  });
});

test('a relay that is not there is told at once', async () => {
  expect(await connectAnswering('/nonexistent/agent.sock', {})).toMatchObject({
    ok: false,
    error: { code: 'agent-unreachable', detail: 'ENOENT' },
  });
});
